package io.gridhouse.core.change;

import io.gridhouse.core.table.Column;
import io.gridhouse.core.table.RowSchema;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a row as its values in column order, without names or tags.
 *
 * <p>Layout: a nullable column begins with one byte, 1 for a value and 0 for null. BIGINT, DECIMAL and times take 8
 * bytes, INT and DATE 4, STRING a count of bytes (7 bits per byte) and UTF-8. Rows are immutable, so a copy is the row
 * itself.
 *
 * @param <T> the row
 */
public final class RowSerializer<T> extends TypeSerializer<T> {

    private final RowSchema<T> schema;
    private final int storedColumns;
    private transient RowCodec<T> codec;

    /** Reads and writes the whole schema. */
    public RowSerializer(RowSchema<T> schema) {
        this(schema, schema.size());
    }

    /** Reads rows that were stored when the schema had only its first columns; the others read as null. */
    RowSerializer(RowSchema<T> schema, int storedColumns) {
        this.schema = schema;
        this.storedColumns = storedColumns;
    }

    RowSchema<T> schema() {
        return schema;
    }

    @Override
    public String toString() {
        return "Row<" + schema + ">";
    }

    private RowCodec<T> codec() {
        if (codec == null) {
            codec = new RowCodec<>(schema, storedColumns);
        }
        return codec;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public RowSerializer<T> duplicate() {
        return new RowSerializer<>(schema, storedColumns);
    }

    @Override
    public T createInstance() {
        return null;
    }

    @Override
    public T copy(T from) {
        return from;
    }

    @Override
    public T copy(T from, T reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(T row, DataOutputView target) throws IOException {
        codec().write(row, target);
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        return codec().read(source);
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return codec().read(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowSerializer<?> that
                && that.schema.equals(schema)
                && that.storedColumns == storedColumns;
    }

    @Override
    public int hashCode() {
        return Objects.hash(schema, storedColumns);
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        return new RowSerializerSnapshot<>(schema);
    }

    /** The columns as text, {@code name TYPE [NULL]} each: what a savepoint remembers of the layout. */
    static List<String> layout(RowSchema<?> schema) {
        return schema.columns().stream().map(RowSerializer::describe).toList();
    }

    private static String describe(Column<?> column) {
        return column.name() + " " + column.type().sql() + (column.nullable() ? " NULL" : "");
    }
}
