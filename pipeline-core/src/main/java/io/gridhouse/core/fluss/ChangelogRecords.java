package io.gridhouse.core.fluss;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.TableSpec;
import org.apache.fluss.record.ChangeType;
import org.apache.fluss.record.LogRecord;
import org.apache.fluss.row.InternalRow;

/** Reads the records of a table's changelog. For one thread. */
final class ChangelogRecords<T> {

    private final TableSpec<T> table;
    private final RowSchema.Reader<T> reader;
    private final FlussRowSource source = new FlussRowSource();

    ChangelogRecords(TableSpec<T> table) {
        this.table = table;
        this.reader = table.schema().reader();
    }

    /**
     * An upsert as a change without {@code before}, a deletion as one without {@code after}; null for the image of a row
     * before its change, which is not needed.
     */
    Change<T> change(LogRecord record) {
        if (record.getChangeType() == ChangeType.UPDATE_BEFORE) {
            return null;
        }
        InternalRow stored = record.getRow();
        T row = reader.read(source.over(stored));
        Position position = position(stored);
        return record.getChangeType() == ChangeType.DELETE
                ? Change.delete(row, position)
                : Change.insert(row, position);
    }

    private Position position(InternalRow stored) {
        int column = table.storedColumns().size() - 2;
        return new Position(
                stored.getLong(column),
                stored.getTimestampLtz(column + 1, TableSpec.TECHNICAL_PRECISION)
                        .getEpochMillisecond());
    }
}
