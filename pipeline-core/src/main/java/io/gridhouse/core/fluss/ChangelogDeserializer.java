package io.gridhouse.core.fluss;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.TaggedChange;
import io.gridhouse.core.change.TaggedChangeTypeInfo;
import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.TableSpec;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.fluss.flink.source.deserializer.FlussDeserializationSchema;
import org.apache.fluss.record.LogRecord;
import org.apache.fluss.types.RowType;

/**
 * Reads a table's changelog records: an upsert becomes a change without {@code before}, a deletion one without {@code
 * after}. The tag says which table it is of, and whether an earlier run of the job can have seen it.
 */
final class ChangelogDeserializer<T> implements FlussDeserializationSchema<TaggedChange> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FlussOptions options;
    private final List<TableSpec<?>> tables;
    private final int index;
    private final TableSpec<T> table;
    private transient ChangelogRecords<T> changes;
    private transient long end;

    /**
     * A deserializer of one of several tables.
     *
     * @param index the table's place among them: the tag of changes that no earlier run can have seen. The tag of others is
     *     greater by the number of tables
     */
    ChangelogDeserializer(FlussOptions options, List<TableSpec<?>> tables, int index, TableSpec<T> table) {
        this.options = options;
        this.tables = List.copyOf(tables);
        this.index = index;
        this.table = table;
    }

    @Override
    public void open(InitializationContext context) throws Exception {
        changes = new ChangelogRecords<>(table);
        try (FlussTables fluss = new FlussTables(options)) {
            end = fluss.logEnd(table);
        }
    }

    /** Null for the image of a row before its change, which is not needed. */
    @Override
    public TaggedChange deserialize(LogRecord record) {
        Change<T> change = changes.change(record);
        return change == null
                ? null
                : new TaggedChange(record.logOffset() < end ? index + tables.size() : index, change);
    }

    @Override
    public TypeInformation<TaggedChange> getProducedType(RowType rowType) {
        return type(tables);
    }

    /** The type of the changes of all tables. */
    static TypeInformation<TaggedChange> type(List<TableSpec<?>> tables) {
        List<RowSchema<?>> schemas = new ArrayList<>();
        tables.forEach(table -> schemas.add(table.schema()));
        schemas.addAll(List.copyOf(schemas));
        return new TaggedChangeTypeInfo(schemas);
    }
}
