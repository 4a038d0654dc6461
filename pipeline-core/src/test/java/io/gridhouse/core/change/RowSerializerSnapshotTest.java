package io.gridhouse.core.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.sample.Visit;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** What a savepoint of another release does in this one. */
class RowSerializerSnapshotTest {

    private static final List<String> LAYOUT =
            List.of("id BIGINT", "guest BIGINT", "place INT", "amount DECIMAL(10,2)", "note STRING NULL");

    /** A snapshot as a release wrote it whose row type had those columns. */
    private static RowSerializerSnapshot<Visit> written(String rowType, List<String> columns) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        out.writeUTF(rowType);
        out.writeInt(columns.size());
        for (String column : columns) {
            out.writeUTF(column);
        }
        RowSerializerSnapshot<Visit> snapshot = new RowSerializerSnapshot<>();
        snapshot.readSnapshot(1, new DataInputDeserializer(out.getCopyOfBuffer()), Visit.class.getClassLoader());
        return snapshot;
    }

    private static TypeSerializerSchemaCompatibility<Visit> compatibility(List<String> columns) throws IOException {
        return new RowSerializer<>(Visit.SCHEMA)
                .snapshotConfiguration()
                .resolveSchemaCompatibility(written(Visit.class.getName(), columns));
    }

    @Test
    void theSameColumnsAreCompatible() throws Exception {
        assertThat(compatibility(LAYOUT).isCompatibleAsIs()).isTrue();
    }

    @Test
    void anAppendedNullableColumnMigratesAndReadsTheOldRows() throws Exception {
        List<String> before = LAYOUT.subList(0, 4);
        DataOutputSerializer oldRow = new DataOutputSerializer(64);
        oldRow.writeLong(1);
        oldRow.writeLong(2);
        oldRow.writeInt(3);
        oldRow.writeLong(400);

        assertThat(compatibility(before).isCompatibleAfterMigration()).isTrue();
        TypeSerializer<Visit> old = written(Visit.class.getName(), before).restoreSerializer();
        assertThat(Bytes.read(oldRow.getCopyOfBuffer(), old)).isEqualTo(new Visit(1, 2, 3, 400, null));
    }

    @Test
    void oldRowsWithinAChangeAreReadToo() throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
                out, new ChangeSerializer<>(Visit.SCHEMA).snapshotConfiguration());
        TypeSerializerSnapshot<Change<Visit>> snapshot = TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), Visit.class.getClassLoader());
        Change<Visit> change =
                Change.update(new Visit(1, 2, 3, 4, null), new Visit(1, 2, 3, 5, "电"), new Position(8, 1_000));

        byte[] bytes = Bytes.of(change, new ChangeSerializer<>(Visit.SCHEMA));

        assertThat(Bytes.read(bytes, snapshot.restoreSerializer())).isEqualTo(change);
        assertThat(new ChangeSerializer<>(Visit.SCHEMA)
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(snapshot)
                        .isCompatibleAsIs())
                .isTrue();
    }

    @Test
    void anAppendedColumnThatIsNeverNullIsRefused() throws Exception {
        assertThat(compatibility(LAYOUT.subList(0, 3)).isIncompatible()).isTrue();
    }

    @Test
    void aRemovedColumnIsRefused() throws Exception {
        assertThat(compatibility(List.of(
                                "id BIGINT",
                                "guest BIGINT",
                                "place INT",
                                "amount DECIMAL(10,2)",
                                "note STRING NULL",
                                "gone INT NULL"))
                        .isIncompatible())
                .isTrue();
    }

    @Test
    void aChangedColumnIsRefused() throws Exception {
        assertThat(compatibility(List.of(
                                "id BIGINT", "guest BIGINT", "place INT", "amount DECIMAL(10,3)", "note STRING NULL"))
                        .isIncompatible())
                .isTrue();
        assertThat(compatibility(List.of(
                                "id BIGINT", "guest BIGINT", "spot INT", "amount DECIMAL(10,2)", "note STRING NULL"))
                        .isIncompatible())
                .isTrue();
    }

    @Test
    void anotherRowTypeIsRefused() throws Exception {
        TypeSerializerSnapshot<Visit> guests = written(Guest.class.getName(), List.of("id BIGINT", "name STRING"));

        assertThat(new RowSerializer<>(Visit.SCHEMA)
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(guests)
                        .isIncompatible())
                .isTrue();
    }

    @Test
    void aRowTypeThatIsGoneIsNamed() {
        assertThatThrownBy(() -> written("io.gridhouse.core.sample.Gone", LAYOUT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rows of io.gridhouse.core.sample.Gone, which this jar does not have");
    }

    @Test
    void anUnknownVersionOfTheLayoutIsNamed() {
        assertThatThrownBy(() -> new RowSerializerSnapshot<Visit>()
                        .readSnapshot(2, new DataInputDeserializer(new byte[0]), Visit.class.getClassLoader()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 2 is unknown");
    }
}
