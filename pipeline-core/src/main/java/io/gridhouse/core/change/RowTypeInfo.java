package io.gridhouse.core.change;

import io.gridhouse.core.table.RowSchema;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Flink's view of a row type: fields by its schema, never Kryo. Rows may be keys, since they are equal by value.
 *
 * @param <T> the row
 */
public final class RowTypeInfo<T> extends TypeInformation<T> {

    private final RowSchema<T> schema;

    private RowTypeInfo(RowSchema<T> schema) {
        this.schema = schema;
    }

    /** The type information of a schema's rows. */
    public static <T> RowTypeInfo<T> of(RowSchema<T> schema) {
        return new RowTypeInfo<>(schema);
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return schema.size();
    }

    @Override
    public int getTotalFields() {
        return schema.size();
    }

    @Override
    public Class<T> getTypeClass() {
        return schema.rowType();
    }

    @Override
    public boolean isKeyType() {
        return true;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return new RowSerializer<>(schema);
    }

    @Override
    public String toString() {
        return "Row<" + schema + ">";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowTypeInfo<?> that && that.schema.equals(schema);
    }

    @Override
    public int hashCode() {
        return schema.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof RowTypeInfo<?>;
    }
}
