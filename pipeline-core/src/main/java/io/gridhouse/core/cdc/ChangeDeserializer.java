package io.gridhouse.core.cdc;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.change.TaggedChange;
import io.gridhouse.core.change.TaggedChangeTypeInfo;
import io.gridhouse.core.quality.JsonText;
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
 * Turns Debezium's records into typed changes, tagged by the table's place in the list of captured tables.
 *
 * <p>A row image that its type can't hold (NaN, infinite and some other times) counts as absent in the change, and the
 * row's verdict follows under the tag behind the last table: the row stands in quarantine only, and enters the layers when it is
 * corrected.
 */
final class ChangeDeserializer implements DebeziumDeserializationSchema<TaggedChange> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final List<CapturedTable<?>> tables;
    private transient Map<String, TableReader<?>> readers;

    ChangeDeserializer(List<CapturedTable<?>> tables) {
        this.tables = List.copyOf(tables);
    }

    /** Runs in each task that reads the source, before it connects. */
    @Serial
    private Object readResolve() {
        SecretLogger.silence();
        return this;
    }

    @Override
    public TypeInformation<TaggedChange> getProducedType() {
        List<RowSchema<?>> schemas = new ArrayList<>();
        tables.forEach(table -> schemas.add(table.schema()));
        schemas.add(Verdict.SCHEMA);
        return new TaggedChangeTypeInfo(schemas);
    }

    @Override
    public void deserialize(SourceRecord record, Collector<TaggedChange> out) {
        Struct envelope = (Struct) record.value();
        Struct source = envelope.getStruct("source");
        TableReader<?> reader = reader(source);
        if (reader != null) {
            reader.read(envelope, position(record, envelope), out);
        }
    }

    private TableReader<?> reader(Struct source) {
        if (readers == null) {
            readers = new HashMap<>();
            for (int tag = 0; tag < tables.size(); tag++) {
                readers.put(tables.get(tag).tableName(), new TableReader<>(tag, tables.get(tag), tables.size()));
            }
        }
        // CDC 3.5.0 treats table names as LIKE patterns (FLINK-38965), so a table that nobody asked for can arrive.
        TableReader<?> reader = readers.get(source.getString("table"));
        return reader != null && reader.table.schemaName().equals(source.getString("schema")) ? reader : null;
    }

    private static Position position(SourceRecord record, Struct envelope) {
        if ("r".equals(envelope.getString("op"))) {
            return new Position(Position.SNAPSHOT_LSN, envelope.getInt64("ts_ms"));
        }
        Map<String, ?> offset = record.sourceOffset();
        long lsn = ((Number) offset.get("lsn")).longValue();
        Object previousCommit = offset.get("lsn_commit");
        long committed = previousCommit == null ? 0 : ((Number) previousCommit).longValue();
        return new Position(
                Math.max(lsn, committed), envelope.getStruct("source").getInt64("ts_ms"));
    }

    /** Reads the changes of one table. */
    private static final class TableReader<T> {

        private final int tag;
        private final int verdictTag;
        private final CapturedTable<T> table;
        private final RowSchema.Reader<T> rows;
        private final StructRow image;
        private String unholdable;

        TableReader(int tag, CapturedTable<T> table, int verdictTag) {
            this.tag = tag;
            this.verdictTag = verdictTag;
            this.table = table;
            this.rows = table.schema().reader();
            this.image = new StructRow(table);
        }

        void read(Struct envelope, Position position, Collector<TaggedChange> out) {
            Struct beforeImage = envelope.getStruct("before");
            Struct afterImage = envelope.getStruct("after");
            unholdable = null;
            T before = beforeImage == null ? null : row(beforeImage);
            boolean beforeBad = unholdable != null;
            unholdable = null;
            T after = afterImage == null ? null : row(afterImage);
            String reason = unholdable;
            // The gate behind sends verdicts for what it sees of the row; the later one holds. So the verdict follows a
            // row that left for quarantine, and goes ahead of a row that returns from it.
            if (beforeBad && reason == null) {
                send(
                        Verdict.fine(table.tableName(), key(afterImage != null ? afterImage : beforeImage)),
                        position,
                        out);
            }
            if (before != null || after != null) {
                out.collect(new TaggedChange(tag, new Change<>(before, after, position)));
            }
            if (reason != null) {
                send(new Verdict(table.tableName(), key(afterImage), reason, payload(afterImage)), position, out);
            }
        }

        private void send(Verdict verdict, Position position, Collector<TaggedChange> out) {
            out.collect(new TaggedChange(verdictTag, Change.insert(verdict, position)));
        }

        /** The row, or null with {@link #unholdable} set. */
        private T row(Struct struct) {
            try {
                return rows.read(image.over(struct));
            } catch (UnholdableValueException e) {
                unholdable = e.getMessage();
                return null;
            }
        }

        private String key(Struct struct) {
            StringBuilder key = new StringBuilder();
            for (String column : table.key()) {
                key.append(key.isEmpty() ? "" : ",").append(struct.get(column));
            }
            return key.toString();
        }

        private String payload(Struct struct) {
            return JsonText.object(table.schema().columns(), image.over(struct).texts());
        }
    }
}
