package io.gridhouse.core.table;

/**
 * One column of a row.
 *
 * @param <T> the row
 * @param name as in SQL, lower snake case
 * @param type what it stores
 * @param nullable whether it may be null
 * @param writer reads the value from a row and puts it into a sink
 */
public record Column<T>(String name, ColumnType type, boolean nullable, Writer<T> writer) {

    /** Moves one value from a row to a sink. */
    @FunctionalInterface
    public interface Writer<T> {
        /** Puts this column's value of {@code row} at {@code index}. */
        void write(T row, int index, RowSink sink);
    }
}
