package io.gridhouse.core.table;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * Where the values of one row come from: a binary record, a Fluss row, a result set, a captured change.
 *
 * <p>A row's constructor function reads every column exactly once and in the order of the schema; sequential sources
 * rely on it and {@link RowSchema.Builder#build} checks it.
 */
public interface RowSource {

    /** True when the column is null; the value methods without {@code OrNull} must not be called then. */
    boolean isNull(int column);

    /** A BIGINT. */
    long longAt(int column);

    /** An INT. */
    int intAt(int column);

    /** A STRING, never null. */
    String stringAt(int column);

    /** The unscaled value of a DECIMAL of the given scale. */
    long decimalAt(int column, int precision, int scale);

    /** A DATE, never null. */
    LocalDate dateAt(int column);

    /** A TIMESTAMP, never null. */
    LocalDateTime timestampAt(int column, int precision);

    /** A TIMESTAMP_LTZ, never null. */
    Instant instantAt(int column, int precision);
}
