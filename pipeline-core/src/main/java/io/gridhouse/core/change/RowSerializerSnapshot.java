package io.gridhouse.core.change;

import io.gridhouse.core.table.RowSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a savepoint knows of a row's layout: the row type's name and its columns. A schema that only gained nullable
 * columns at its end reads the old rows and is migrated; every other difference is refused.
 *
 * @param <T> the row
 */
public final class RowSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {

    private static final int VERSION = 1;

    private RowSchema<T> schema;
    private List<String> layout;

    /** For Flink, which reads the snapshot next. */
    public RowSerializerSnapshot() {}

    RowSerializerSnapshot(RowSchema<T> schema) {
        this.schema = schema;
        this.layout = RowSerializer.layout(schema);
    }

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        out.writeUTF(schema.rowType().getName());
        out.writeInt(layout.size());
        for (String column : layout) {
            out.writeUTF(column);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void readSnapshot(int version, DataInputView in, ClassLoader classLoader) throws IOException {
        if (version != VERSION) {
            throw new IOException("Row layout of version " + version + " is unknown; this release writes " + VERSION);
        }
        String name = in.readUTF();
        try {
            schema = RowSchema.declaredBy((Class<T>) Class.forName(name, true, classLoader));
        } catch (ClassNotFoundException e) {
            throw new IOException("The savepoint holds rows of " + name + ", which this jar does not have", e);
        }
        int columns = in.readInt();
        layout = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            layout.add(in.readUTF());
        }
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
        return new RowSerializer<>(schema, layout.size());
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        if (!(old instanceof RowSerializerSnapshot<T> before) || !before.schema.equals(schema)) {
            return TypeSerializerSchemaCompatibility.incompatible();
        }
        if (before.layout.equals(layout)) {
            return TypeSerializerSchemaCompatibility.compatibleAsIs();
        }
        boolean grew = layout.size() > before.layout.size()
                && layout.subList(0, before.layout.size()).equals(before.layout)
                && layout.subList(before.layout.size(), layout.size()).stream().allMatch(c -> c.endsWith(" NULL"));
        return grew
                ? TypeSerializerSchemaCompatibility.compatibleAfterMigration()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
