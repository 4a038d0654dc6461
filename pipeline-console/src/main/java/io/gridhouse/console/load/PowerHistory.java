package io.gridhouse.console.load;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Loads the history of a profile into an empty source by COPY: users first, then readings in the order of arrival. The
 * readings take their keys from the table's own sequence, so nobody's later insert collides. Memory stays flat: one
 * number per user, and the piece under way.
 */
public final class PowerHistory {

    /** Commits this often, so that a capture running meanwhile needn't hold one enormous transaction. */
    private static final int ROWS_PER_TRANSACTION = 50_000;

    private static final int BUFFER_CHARS = 1 << 16;

    private final DataSource source;
    private final LoadProfile profile;
    private final Instant now;

    /**
     * Prepares a load; nothing is done yet.
     *
     * @param source the database with both tables; not null
     * @param profile what to load; not null
     * @param now where the history ends, about the present: bad dates 'ahead' are counted from it; not null
     */
    public PowerHistory(DataSource source, LoadProfile profile, Instant now) {
        this.source = source;
        this.profile = profile;
        this.now = now;
    }

    /**
     * Loads users and readings, in transactions of 50,000 rows. After an error the pieces committed before it remain.
     *
     * @param progress is told of every committed piece; not null
     * @return what was written
     * @throws IllegalStateException when one of the tables has rows already
     * @throws SQLException when the database refuses; the message names the table
     */
    public HistoryTotals load(HistoryProgress progress) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            requireEmpty(connection, "power_user");
            requireEmpty(connection, "power_consumption");
            connection.commit();
            copy(
                    connection,
                    new Target("power_user", PowerUser.columns(), profile.users()),
                    users(),
                    (user, text) -> user.writeTo(text),
                    progress);
            HistoryReadings readings = new HistoryReadings(profile, now);
            copy(
                    connection,
                    new Target("power_consumption", ReadingRow.columns(), profile.readings()),
                    readings,
                    (reading, text) -> reading.writeTo(text.begin()),
                    progress);
            try (Statement statement = connection.createStatement()) {
                // Plans of the first queries would otherwise be made for empty tables.
                statement.execute("ANALYZE power_user, power_consumption");
            }
            connection.commit();
            return new HistoryTotals(profile.users(), profile.readings(), readings.bad());
        }
    }

    private Iterator<PowerUser> users() {
        UserGenerator generator = new UserGenerator(profile.seed());
        LocalDateTime localNow = BusinessTime.at(now, profile.zone());
        return LongStream.rangeClosed(1, profile.users())
                .mapToObj(id -> generator.user(id, localNow))
                .iterator();
    }

    private static <T> void copy(
            Connection connection,
            Target target,
            Iterator<T> rows,
            BiConsumer<T, RowText> writer,
            HistoryProgress progress)
            throws SQLException {
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        long done = 0;
        while (rows.hasNext()) {
            try {
                done += copyPiece(copies.copyIn(target.sql()), rows, writer);
                connection.commit();
            } catch (SQLException e) {
                throw new SQLException(
                        "Loading %s failed after %d of %d rows: %s"
                                .formatted(target.table(), done, target.rows(), e.getMessage()),
                        e.getSQLState(),
                        e);
            }
            progress.loaded(target.table(), done, target.rows());
        }
    }

    private static <T> int copyPiece(CopyIn copy, Iterator<T> rows, BiConsumer<T, RowText> writer) throws SQLException {
        try {
            RowText text = RowText.copyLines();
            int written = 0;
            while (rows.hasNext() && written < ROWS_PER_TRANSACTION) {
                writer.accept(rows.next(), text);
                written++;
                if (text.length() >= BUFFER_CHARS) {
                    send(copy, text);
                }
            }
            send(copy, text);
            copy.endCopy();
            return written;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, RowText text) throws SQLException {
        byte[] bytes = text.take().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
    }

    private static void requireEmpty(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM " + table + " LIMIT 1")) {
            if (rows.next()) {
                throw new IllegalStateException(
                        table + " has rows already: a history is loaded into empty tables only. Truncate them first.");
            }
        }
    }

    private record Target(String table, String columns, long rows) {

        String sql() {
            return "COPY " + table + " (" + columns + ") FROM STDIN";
        }
    }
}
