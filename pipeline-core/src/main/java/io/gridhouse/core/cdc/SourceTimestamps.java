package io.gridhouse.core.cdc;

import io.gridhouse.core.quality.RowTexts;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.postgresql.PGStatement;

/** Debezium's numbers for PostgreSQL timestamps. */
final class SourceTimestamps {

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int EPOCH_YEAR = 1970;

    private SourceTimestamps() {}

    /** True for {@code infinity} and {@code -infinity}, which arrive as the driver's extreme numbers. */
    static boolean isInfinite(long units) {
        return units >= PGStatement.DATE_POSITIVE_INFINITY || units <= PGStatement.DATE_NEGATIVE_INFINITY;
    }

    /**
     * True for a time before 1970 with a fraction of a millisecond. Fluss 0.9.1 stores it, and then can't read the log of
     * the table any more: {@code ArrowTimestampNtzColumnVector} takes the negative remainder for a fraction.
     */
    static boolean isUnreadable(LocalDateTime time) {
        return time.getYear() < EPOCH_YEAR && time.getNano() % NANOS_PER_MILLI != 0;
    }

    /** Local time of a count of milliseconds or, without {@code millis}, microseconds since 1970. */
    static LocalDateTime local(long units, boolean millis) {
        long micros = millis ? Math.multiplyExact(units, 1_000L) : units;
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                (int) Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO,
                ZoneOffset.UTC);
    }

    /** The timestamp as PostgreSQL prints it. */
    static String text(long units, boolean millis) {
        if (isInfinite(units)) {
            return units > 0 ? "infinity" : "-infinity";
        }
        return RowTexts.timestamp(local(units, millis));
    }
}
