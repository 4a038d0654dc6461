package io.gridhouse.core.change;

import io.gridhouse.core.table.RowSchema;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Flink's view of the changes of a row type.
 *
 * @param <T> the row
 */
public final class ChangeTypeInfo<T> extends TypeInformation<Change<T>> {

    private final RowSchema<T> schema;

    private ChangeTypeInfo(RowSchema<T> schema) {
        this.schema = schema;
    }

    /** The type information of changes of a schema's rows. */
    public static <T> ChangeTypeInfo<T> of(RowSchema<T> schema) {
        return new ChangeTypeInfo<>(schema);
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
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Class<Change<T>> getTypeClass() {
        return (Class) Change.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<Change<T>> createSerializer(SerializerConfig config) {
        return new ChangeSerializer<>(schema);
    }

    @Override
    public String toString() {
        return "Change<" + schema + ">";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChangeTypeInfo<?> that && that.schema.equals(schema);
    }

    @Override
    public int hashCode() {
        return schema.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof ChangeTypeInfo<?>;
    }
}
