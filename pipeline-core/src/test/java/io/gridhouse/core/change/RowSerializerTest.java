package io.gridhouse.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.sample.EveryType;
import io.gridhouse.core.sample.EveryTypeRows;
import io.gridhouse.core.table.RowSchema;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** A text alone. */
    record Text(String value) {
        static final RowSchema<Text> SCHEMA =
                RowSchema.of(Text.class).string("value", Text::value).build(f -> new Text(f.string()));
    }

    @Property(tries = 1_000)
    void aTextIsItsUtf8BehindTheirCount(@ForAll @StringLength(max = 200) String value) throws Exception {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);

        byte[] bytes = Bytes.of(new Text(value), new RowSerializer<>(Text.SCHEMA));

        byte[] count = utf8.length < 128
                ? new byte[] {(byte) utf8.length}
                : new byte[] {(byte) (utf8.length | 0x80), (byte) (utf8.length >>> 7)};
        assertThat(bytes).startsWith(count).endsWith(utf8).hasSize(count.length + utf8.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "é", "国家电网", "😀 a 😀", "\ud83d", "\ude00\ud83d", "a\ud83d", "\uffff\u07ff\u0800"})
    void aTextIsWrittenAsTheCharsetDoes(String value) throws Exception {
        aTextIsItsUtf8BehindTheirCount(value);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void aCheckpointsFileGetsTheSameBytes(@ForAll(supplier = EveryTypeRows.class) EveryType row) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();

        createSerializer().serialize(row, new DataOutputViewStreamWrapper(file));

        assertThat(file.toByteArray()).isEqualTo(Bytes.of(row, createSerializer()));
    }
}
