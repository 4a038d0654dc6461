package io.gridhouse.core.table;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** Where the values of one row go: a binary record, a Fluss row, a statement, a JSON text. Called in column order. */
public interface RowSink {

    /** The column has no value. */
    void putNull(int column);

    /** A BIGINT. */
    void putLong(int column, long value);

    /** An INT. */
    void putInt(int column, int value);

    /** A STRING, not null. */
    void putString(int column, String value);

    /** A DECIMAL as its unscaled value. */
    void putDecimal(int column, long unscaled, int precision, int scale);

    /** A DATE, not null. */
    void putDate(int column, LocalDate value);

    /** A TIMESTAMP, not null. */
    void putTimestamp(int column, LocalDateTime value, int precision);

    /** A TIMESTAMP_LTZ, not null. */
    void putInstant(int column, Instant value, int precision);
}
