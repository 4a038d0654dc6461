package io.gridhouse.core.change;

import io.gridhouse.core.table.RowSchema;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's view of the changes of several row types in one stream. */
public final class TaggedChangeTypeInfo extends TypeInformation<TaggedChange> {

    private final List<RowSchema<?>> schemas;

    /** Type information for tags that count through {@code schemas}. */
    public TaggedChangeTypeInfo(List<? extends RowSchema<?>> schemas) {
        this.schemas = List.copyOf(schemas);
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
    public Class<TaggedChange> getTypeClass() {
        return TaggedChange.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<TaggedChange> createSerializer(SerializerConfig config) {
        return new TaggedChangeSerializer(schemas);
    }

    @Override
    public String toString() {
        return "Tagged" + schemas;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TaggedChangeTypeInfo that && that.schemas.equals(schemas);
    }

    @Override
    public int hashCode() {
        return schemas.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof TaggedChangeTypeInfo;
    }
}
