package io.gridhouse.core.fluss;

import io.gridhouse.core.change.Position;
import io.gridhouse.core.table.RowSink;
import io.gridhouse.core.table.TableSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.apache.fluss.row.BinaryString;
import org.apache.fluss.row.Decimal;
import org.apache.fluss.row.GenericRow;
import org.apache.fluss.row.TimestampLtz;
import org.apache.fluss.row.TimestampNtz;

/** Makes Fluss rows of a table's rows. For one thread. */
final class FlussRowSink<T> implements RowSink {

    private final TableSpec<T> table;
    private final int columns;
    private GenericRow row;

    FlussRowSink(TableSpec<T> table) {
        this.table = table;
        this.columns = table.storedColumns().size();
    }

    /**
     * The stored row.
     *
     * @param stamp what the table's stamp column gets, if it has one
     */
    GenericRow row(T value, Position position, LocalDateTime stamp) {
        row = new GenericRow(columns);
        table.schema().write(value, this);
        int next = table.schema().size();
        if (table.stamp() != null) {
            row.setField(next++, TimestampNtz.fromLocalDateTime(stamp));
        }
        row.setField(next++, position.lsn());
        row.setField(next, TimestampLtz.fromEpochMillis(position.commitMillis()));
        return row;
    }

    /** The columns of the primary key, in its order. */
    GenericRow key(T value) {
        row = new GenericRow(columns);
        table.schema().write(value, this);
        int[] indexes = table.keyIndexes();
        GenericRow key = new GenericRow(indexes.length);
        for (int i = 0; i < indexes.length; i++) {
            key.setField(i, row.getField(indexes[i]));
        }
        return key;
    }

    @Override
    public void putNull(int column) {
        row.setField(column, null);
    }

    @Override
    public void putLong(int column, long value) {
        row.setField(column, value);
    }

    @Override
    public void putInt(int column, int value) {
        row.setField(column, value);
    }

    @Override
    public void putString(int column, String value) {
        row.setField(column, BinaryString.fromString(value));
    }

    @Override
    public void putDecimal(int column, long unscaled, int precision, int scale) {
        row.setField(column, Decimal.fromUnscaledLong(unscaled, precision, scale));
    }

    @Override
    public void putDate(int column, LocalDate value) {
        row.setField(column, Math.toIntExact(value.toEpochDay()));
    }

    @Override
    public void putTimestamp(int column, LocalDateTime value, int precision) {
        row.setField(column, TimestampNtz.fromLocalDateTime(value));
    }

    @Override
    public void putInstant(int column, Instant value, int precision) {
        row.setField(column, TimestampLtz.fromInstant(value));
    }
}
