package io.gridhouse.core.table;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;

/**
 * Takes the primary key out of rows: a boxed value where the key has one column, else the list of them. Keys are equal
 * by value. For one thread.
 */
public final class RowKey<T> implements RowSink {

    private final TableSpec<T> table;
    private final int[] columns;
    private Object taken;

    /** The key of a table's rows. */
    public RowKey(TableSpec<T> table) {
        this.table = table;
        this.columns = table.keyIndexes();
    }

    /** The key of a row; never null. */
    public Object of(T row) {
        if (columns.length == 1) {
            return take(row, columns[0]);
        }
        Object[] values = new Object[columns.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = take(row, columns[i]);
        }
        return Arrays.asList(values);
    }

    private Object take(T row, int column) {
        List<Column<T>> all = table.schema().columns();
        all.get(column).writer().write(row, column, this);
        return taken;
    }

    @Override
    public void putNull(int column) {
        throw new IllegalArgumentException("Key column %s.%s is null"
                .formatted(table.name(), table.schema().columns().get(column).name()));
    }

    @Override
    public void putLong(int column, long value) {
        taken = value;
    }

    @Override
    public void putInt(int column, int value) {
        taken = value;
    }

    @Override
    public void putString(int column, String value) {
        taken = value;
    }

    @Override
    public void putDecimal(int column, long unscaled, int precision, int scale) {
        taken = unscaled;
    }

    @Override
    public void putDate(int column, LocalDate value) {
        taken = value;
    }

    @Override
    public void putTimestamp(int column, LocalDateTime value, int precision) {
        taken = value;
    }

    @Override
    public void putInstant(int column, Instant value, int precision) {
        taken = value;
    }
}
