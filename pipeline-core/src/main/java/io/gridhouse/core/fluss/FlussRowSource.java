package io.gridhouse.core.fluss;

import io.gridhouse.core.table.RowSource;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.apache.fluss.row.InternalRow;

/** Reads a table's rows from Fluss rows. For one thread. */
final class FlussRowSource implements RowSource {

    private InternalRow row;

    FlussRowSource over(InternalRow fluss) {
        row = fluss;
        return this;
    }

    @Override
    public boolean isNull(int column) {
        return row.isNullAt(column);
    }

    @Override
    public long longAt(int column) {
        return row.getLong(column);
    }

    @Override
    public int intAt(int column) {
        return row.getInt(column);
    }

    @Override
    public String stringAt(int column) {
        return row.getString(column).toString();
    }

    @Override
    public long decimalAt(int column, int precision, int scale) {
        return row.getDecimal(column, precision, scale).toUnscaledLong();
    }

    @Override
    public LocalDate dateAt(int column) {
        return LocalDate.ofEpochDay(row.getInt(column));
    }

    @Override
    public LocalDateTime timestampAt(int column, int precision) {
        return row.getTimestampNtz(column, precision).toLocalDateTime();
    }

    @Override
    public Instant instantAt(int column, int precision) {
        return row.getTimestampLtz(column, precision).toInstant();
    }
}
