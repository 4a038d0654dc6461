package io.gridhouse.core.fluss;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeSerializer;
import io.gridhouse.core.table.RowSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The state of a {@link FlussTableSink}'s writer: what it wrote since a restore and has not compared with the table yet.
 * Empty but in the first minute or so after a restore.
 *
 * @param subtask of which writer
 * @param parallelism of how many: with another one, rows belong to other writers
 * @param changes the last one of each key
 * @param <T> the row
 */
public record RememberedRows<T>(int subtask, int parallelism, List<Change<T>> changes) {

    public RememberedRows {
        changes = List.copyOf(changes);
    }

    /** Writes the three as they stand. */
    static final class Serializer<T> implements SimpleVersionedSerializer<RememberedRows<T>> {

        private static final int VERSION = 1;

        private final ChangeSerializer<T> serializer;

        Serializer(RowSchema<T> schema) {
            serializer = new ChangeSerializer<>(schema);
        }

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(RememberedRows<T> rows) throws IOException {
            DataOutputSerializer target = new DataOutputSerializer(64 * (1 + rows.changes.size()));
            target.writeInt(rows.subtask);
            target.writeInt(rows.parallelism);
            target.writeInt(rows.changes.size());
            for (Change<T> change : rows.changes) {
                serializer.serialize(change, target);
            }
            return target.getCopyOfBuffer();
        }

        @Override
        public RememberedRows<T> deserialize(int version, byte[] bytes) throws IOException {
            if (version != VERSION) {
                throw new IOException("Rows that a Fluss writer remembered are in version " + version
                        + " of their layout, this release reads " + VERSION
                        + ": restore the savepoint with the release that wrote it");
            }
            DataInputDeserializer source = new DataInputDeserializer(bytes);
            int subtask = source.readInt();
            int parallelism = source.readInt();
            int size = source.readInt();
            List<Change<T>> changes = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                changes.add(serializer.deserialize(source));
            }
            return new RememberedRows<>(subtask, parallelism, changes);
        }
    }
}
