package io.gridhouse.core.cdc;

import io.gridhouse.core.change.Position;
import io.gridhouse.core.change.TaggedChange;
import io.gridhouse.core.change.TaggedChangeTypeInfo;
import io.gridhouse.core.quality.Verdict;
import io.gridhouse.core.table.RowSchema;
import java.io.Serial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.cdc.debezium.DebeziumDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Turns Debezium's records of the snapshot into typed changes, tagged by the table's place in the list of captured tables.
 *
 * <p>A row image that its type can't hold (NaN, infinite and some other times) counts as absent in the change, and the
 * row's verdict follows under the tag behind the last table: the row stands in quarantine only, and enters the layers when it is
 * corrected.
 */
final class ChangeDeserializer implements DebeziumDeserializationSchema<TaggedChange> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Debezium's letter for a row that was there. */
    private static final String SNAPSHOT_READ = "r";

    private final List<CapturedTable<?>> tables;
    private transient Map<String, TableReader> readers;

    ChangeDeserializer(List<CapturedTable<?>> tables) {
        this.tables = List.copyOf(tables);
    }

    /** Runs in each task that reads the source, before it connects. */
    @Serial
    private Object readResolve() {
        SecretLogger.silence();
        return this;
    }

    /** How many tags there are: one per table, and one for verdicts. That of a replayed change is greater by so many. */
    static int tags(List<CapturedTable<?>> tables) {
        return tables.size() + 1;
    }

    @Override
    public TypeInformation<TaggedChange> getProducedType() {
        List<RowSchema<?>> schemas = new ArrayList<>();
        tables.forEach(table -> schemas.add(table.schema()));
        schemas.add(Verdict.SCHEMA);
        schemas.addAll(List.copyOf(schemas));
        return new TaggedChangeTypeInfo(schemas);
    }

    /** Runs on records of the snapshot; those of the stream are typed already. */
    @Override
    public void deserialize(SourceRecord record, Collector<TaggedChange> out) {
        Struct envelope = (Struct) record.value();
        Struct source = envelope.getStruct("source");
        TableReader reader = reader(source);
        if (reader != null) {
            reader.read(envelope, out);
        }
    }

    private TableReader reader(Struct source) {
        if (readers == null) {
            readers = new HashMap<>();
            for (int tag = 0; tag < tables.size(); tag++) {
                readers.put(tables.get(tag).tableName(), new TableReader(tag, tables.get(tag), tables.size()));
            }
        }
        // CDC 3.5.0 treats table names as LIKE patterns (FLINK-38965), so a table that nobody asked for can arrive.
        TableReader reader = readers.get(source.getString("table"));
        return reader != null && reader.changes.table().schemaName().equals(source.getString("schema")) ? reader : null;
    }

    /** Reads the rows of one table. */
    private static final class TableReader {

        private final TableChanges<?> changes;
        private final StructRow image;

        TableReader(int tag, CapturedTable<?> table, int verdictTag) {
            this.changes = new TableChanges<>(tag, table, verdictTag);
            this.image = new StructRow(table);
        }

        void read(Struct envelope, Collector<TaggedChange> out) {
            String operation = envelope.getString("op");
            if (!SNAPSHOT_READ.equals(operation)) {
                throw new IllegalStateException(
                        "The snapshot of " + changes.table().qualifiedName() + " has a record with operation '"
                                + operation + "', and only rows are expected");
            }
            Position position = new Position(Position.SNAPSHOT_LSN, envelope.getInt64("ts_ms"));
            changes.read(null, image.over(envelope.getStruct("after")), position, out::collect);
        }
    }
}
