package io.gridhouse.core.change;

import io.gridhouse.core.table.RowSchema;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a change as one byte that says which rows follow, the position in 16 bytes, and the rows.
 *
 * @param <T> the row
 */
public final class ChangeSerializer<T> extends TypeSerializer<Change<T>> {

    private static final int BEFORE = 1;
    private static final int AFTER = 2;

    private final RowSerializer<T> rows;

    /** A serializer for changes of the schema's rows. */
    public ChangeSerializer(RowSchema<T> schema) {
        this(new RowSerializer<>(schema));
    }

    private ChangeSerializer(RowSerializer<T> rows) {
        this.rows = rows;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public ChangeSerializer<T> duplicate() {
        return new ChangeSerializer<>(rows.duplicate());
    }

    @Override
    public Change<T> createInstance() {
        return null;
    }

    @Override
    public Change<T> copy(Change<T> from) {
        return from;
    }

    @Override
    public Change<T> copy(Change<T> from, Change<T> reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(Change<T> change, DataOutputView target) throws IOException {
        target.writeByte((change.before() != null ? BEFORE : 0) | (change.after() != null ? AFTER : 0));
        target.writeLong(change.position().lsn());
        target.writeLong(change.position().commitMillis());
        if (change.before() != null) {
            rows.serialize(change.before(), target);
        }
        if (change.after() != null) {
            rows.serialize(change.after(), target);
        }
    }

    @Override
    public Change<T> deserialize(DataInputView source) throws IOException {
        int present = source.readByte();
        Position position = new Position(source.readLong(), source.readLong());
        T before = (present & BEFORE) != 0 ? rows.deserialize(source) : null;
        T after = (present & AFTER) != 0 ? rows.deserialize(source) : null;
        return new Change<>(before, after, position);
    }

    @Override
    public Change<T> deserialize(Change<T> reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChangeSerializer<?> that && that.rows.equals(rows);
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<Change<T>> snapshotConfiguration() {
        return new Snapshot<>(this);
    }

    /** The layout of changes in a savepoint: that of their rows. */
    public static final class Snapshot<T> extends CompositeTypeSerializerSnapshot<Change<T>, ChangeSerializer<T>> {

        /** For Flink, which reads the snapshot next. */
        public Snapshot() {}

        Snapshot(ChangeSerializer<T> serializer) {
            super(serializer);
        }

        @Override
        protected int getCurrentOuterSnapshotVersion() {
            return 1;
        }

        @Override
        protected TypeSerializer<?>[] getNestedSerializers(ChangeSerializer<T> outer) {
            return new TypeSerializer<?>[] {outer.rows};
        }

        @Override
        @SuppressWarnings("unchecked")
        protected ChangeSerializer<T> createOuterSerializerWithNestedSerializers(TypeSerializer<?>[] nested) {
            return new ChangeSerializer<>((RowSerializer<T>) nested[0]);
        }
    }
}
