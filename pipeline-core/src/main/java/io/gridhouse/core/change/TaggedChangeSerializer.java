package io.gridhouse.core.change;

import io.gridhouse.core.table.RowSchema;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a tagged change as its tag in one byte and the change. */
public final class TaggedChangeSerializer extends TypeSerializer<TaggedChange> {

    private final ChangeSerializer<?>[] changes;

    /** A serializer for tags that count through {@code schemas}; at most 128. */
    public TaggedChangeSerializer(List<RowSchema<?>> schemas) {
        this(schemas.stream().map(ChangeSerializer::new).toArray(ChangeSerializer<?>[]::new));
    }

    private TaggedChangeSerializer(ChangeSerializer<?>[] changes) {
        if (changes.length > Byte.MAX_VALUE + 1) {
            throw new IllegalArgumentException("A stream has changes of at most 128 schemas, not of " + changes.length);
        }
        this.changes = changes;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<TaggedChange> duplicate() {
        ChangeSerializer<?>[] copies = new ChangeSerializer<?>[changes.length];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = changes[i].duplicate();
        }
        return new TaggedChangeSerializer(copies);
    }

    @Override
    public TaggedChange createInstance() {
        return null;
    }

    @Override
    public TaggedChange copy(TaggedChange from) {
        return from;
    }

    @Override
    public TaggedChange copy(TaggedChange from, TaggedChange reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(TaggedChange tagged, DataOutputView target) throws IOException {
        target.writeByte(tagged.tag());
        serialize(changes[tagged.tag()], tagged.change(), target);
    }

    @SuppressWarnings("unchecked")
    private static <T> void serialize(ChangeSerializer<T> serializer, Change<?> change, DataOutputView target)
            throws IOException {
        serializer.serialize((Change<T>) change, target);
    }

    @Override
    public TaggedChange deserialize(DataInputView source) throws IOException {
        int tag = source.readByte();
        return new TaggedChange(tag, changes[tag].deserialize(source));
    }

    @Override
    public TaggedChange deserialize(TaggedChange reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TaggedChangeSerializer that && Arrays.equals(that.changes, changes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(changes);
    }

    @Override
    public TypeSerializerSnapshot<TaggedChange> snapshotConfiguration() {
        return new Snapshot(this);
    }

    /** The layout of tagged changes in a savepoint: that of each table's changes. */
    public static final class Snapshot extends CompositeTypeSerializerSnapshot<TaggedChange, TaggedChangeSerializer> {

        /** For Flink, which reads the snapshot next. */
        public Snapshot() {}

        Snapshot(TaggedChangeSerializer serializer) {
            super(serializer);
        }

        @Override
        protected int getCurrentOuterSnapshotVersion() {
            return 1;
        }

        @Override
        protected TypeSerializer<?>[] getNestedSerializers(TaggedChangeSerializer outer) {
            return outer.changes;
        }

        @Override
        protected TaggedChangeSerializer createOuterSerializerWithNestedSerializers(TypeSerializer<?>[] nested) {
            return new TaggedChangeSerializer(Arrays.copyOf(nested, nested.length, ChangeSerializer[].class));
        }
    }
}
