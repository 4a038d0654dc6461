package io.gridhouse.core.quality;

import io.gridhouse.core.table.RowSink;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;

/** Collects a row's values as PostgreSQL prints them. */
public final class RowTexts implements RowSink {

    /** As PostgreSQL prints a date with {@code datestyle = ISO}: years count from 1 and have no sign. */
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR_OF_ERA, 4, 10, SignStyle.NEVER)
            .appendPattern("-MM-dd")
            .toFormatter();

    /** A fraction only where there is one. */
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DATE)
            .appendPattern(" HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter();

    private final String[] values;

    /** Room for that many columns. */
    public RowTexts(int columns) {
        values = new String[columns];
    }

    /** One text per column; null where the value is. The array is the collector's own. */
    public String[] values() {
        return values;
    }

    /** A local timestamp as PostgreSQL prints it. */
    public static String timestamp(LocalDateTime value) {
        return TIMESTAMP.format(value) + era(value.getYear());
    }

    /** A date as PostgreSQL prints it. */
    public static String date(LocalDate value) {
        return DATE.format(value) + era(value.getYear());
    }

    private static String era(int year) {
        return year < 1 ? " BC" : "";
    }

    @Override
    public void putNull(int column) {
        values[column] = null;
    }

    @Override
    public void putLong(int column, long value) {
        values[column] = Long.toString(value);
    }

    @Override
    public void putInt(int column, int value) {
        values[column] = Integer.toString(value);
    }

    @Override
    public void putString(int column, String value) {
        values[column] = value;
    }

    @Override
    public void putDecimal(int column, long unscaled, int precision, int scale) {
        values[column] = BigDecimal.valueOf(unscaled, scale).toPlainString();
    }

    @Override
    public void putDate(int column, LocalDate value) {
        values[column] = date(value);
    }

    @Override
    public void putTimestamp(int column, LocalDateTime value, int precision) {
        values[column] = timestamp(value);
    }

    @Override
    public void putInstant(int column, Instant value, int precision) {
        values[column] = value.toString();
    }
}
