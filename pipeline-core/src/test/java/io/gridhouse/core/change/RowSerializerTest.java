package io.gridhouse.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.sample.EveryType;
import io.gridhouse.core.sample.EveryTypeRows;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's own contract for serializers, and random rows. */
class RowSerializerTest extends SerializerTestBase<EveryType> {

    @Override
    protected TypeSerializer<EveryType> createSerializer() {
        return new RowSerializer<>(EveryType.SCHEMA);
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<EveryType> getTypeClass() {
        return EveryType.class;
    }

    @Override
    protected EveryType[] getTestData() {
        return new EveryType[] {EveryType.FULL, EveryType.NULLS};
    }

    /** Rows have no empty instance to reuse. */
    @Override
    protected void testInstantiate() {
        assertThat(createSerializer().createInstance()).isNull();
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void aRowIsReadAsItWasWritten(@ForAll(supplier = EveryTypeRows.class) EveryType row) throws Exception {
        TypeSerializer<EveryType> serializer = createSerializer();

        byte[] bytes = Bytes.of(row, serializer);

        assertThat(Bytes.read(bytes, serializer.duplicate())).isEqualTo(row);
        assertThat(Bytes.copied(bytes, serializer)).isEqualTo(bytes);
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void aCopyIsTheImmutableRowItself(@ForAll(supplier = EveryTypeRows.class) EveryType row) {
        assertThat(createSerializer().copy(row)).isSameAs(row);
    }
}
