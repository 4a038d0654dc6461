package io.gridhouse.core.fluss;

import io.gridhouse.core.table.Column;
import io.gridhouse.core.table.ColumnType;
import io.gridhouse.core.table.TableSpec;
import java.util.Map;
import org.apache.fluss.compression.ArrowCompressionType;
import org.apache.fluss.config.ConfigOptions;
import org.apache.fluss.metadata.ChangelogImage;
import org.apache.fluss.metadata.Schema;
import org.apache.fluss.metadata.TableDescriptor;
import org.apache.fluss.types.DataType;
import org.apache.fluss.types.DataTypes;

/** The Fluss side of a table's declaration. */
public final class FlussTypes {

    private FlussTypes() {}

    /** The Fluss type of a column. */
    public static DataType of(ColumnType type, boolean nullable) {
        DataType fluss =
                switch (type.kind()) {
                    case BIGINT -> DataTypes.BIGINT();
                    case INT -> DataTypes.INT();
                    case STRING -> DataTypes.STRING();
                    case DECIMAL -> DataTypes.DECIMAL(type.precision(), type.scale());
                    case DATE -> DataTypes.DATE();
                    case TIMESTAMP -> DataTypes.TIMESTAMP(type.precision());
                    case TIMESTAMP_LTZ -> DataTypes.TIMESTAMP_LTZ(type.precision());
                };
        return fluss.copy(nullable);
    }

    /** The table as Fluss creates it: declared columns, stamp, technical columns, primary key. */
    public static Schema schema(TableSpec<?> table) {
        Schema.Builder schema = Schema.newBuilder();
        for (Column<?> column : table.schema().columns()) {
            schema.column(column.name(), of(column.type(), column.nullable()));
        }
        if (table.stamp() != null) {
            schema.column(table.stamp(), DataTypes.TIMESTAMP(TableSpec.TECHNICAL_PRECISION));
        }
        return schema.column(TableSpec.SOURCE_LSN, DataTypes.BIGINT())
                .column(TableSpec.SOURCE_COMMIT_TIME, DataTypes.TIMESTAMP_LTZ(TableSpec.TECHNICAL_PRECISION))
                .primaryKey(table.key())
                .build();
    }

    /**
     * The table with its buckets.
     *
     * @param properties of Fluss, by their full names; they win over ours
     */
    public static TableDescriptor descriptor(TableSpec<?> table, int buckets, Map<String, String> properties) {
        return TableDescriptor.builder()
                .schema(schema(table))
                .distributedBy(buckets, table.bucketKey())
                // The changelog says what a row is, not what it was: the server need not read it before it writes.
                .property(ConfigOptions.TABLE_CHANGELOG_IMAGE, ChangelogImage.WAL)
                .property(ConfigOptions.TABLE_LOG_ARROW_COMPRESSION_TYPE, ArrowCompressionType.NONE)
                .properties(properties)
                .build();
    }
}
