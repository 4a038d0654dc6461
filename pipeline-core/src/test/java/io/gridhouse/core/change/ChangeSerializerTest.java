package io.gridhouse.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.sample.EveryType;
import io.gridhouse.core.sample.EveryTypeRows;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

class ChangeSerializerTest extends SerializerTestBase<Change<EveryType>> {

    private static final Position EXTREME = new Position(Long.MAX_VALUE, Long.MIN_VALUE);

    @Override
    protected TypeSerializer<Change<EveryType>> createSerializer() {
        return new ChangeSerializer<>(EveryType.SCHEMA);
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    protected Class<Change<EveryType>> getTypeClass() {
        return (Class) Change.class;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    protected Change<EveryType>[] getTestData() {
        return new Change[] {
            Change.insert(EveryType.FULL, new Position(0, 0)),
            Change.update(EveryType.FULL, EveryType.NULLS, EXTREME),
            Change.delete(EveryType.NULLS, EXTREME)
        };
    }

    /** Changes have no empty instance to reuse. */
    @Override
    protected void testInstantiate() {
        assertThat(createSerializer().createInstance()).isNull();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aChangeIsReadAsItWasWritten(
            @ForAll(supplier = EveryTypeRows.class) EveryType before,
            @ForAll(supplier = EveryTypeRows.class) EveryType after,
            @ForAll long lsn,
            @ForAll long commitMillis)
            throws Exception {
        TypeSerializer<Change<EveryType>> serializer = createSerializer();
        Change<EveryType> change = Change.update(before, after, new Position(lsn, commitMillis));

        byte[] bytes = Bytes.of(change, serializer);

        assertThat(Bytes.read(bytes, serializer)).isEqualTo(change);
        assertThat(Bytes.copied(bytes, serializer)).isEqualTo(bytes);
    }
}
