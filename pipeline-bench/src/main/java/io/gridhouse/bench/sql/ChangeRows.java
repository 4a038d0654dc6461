package io.gridhouse.bench.sql;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.table.Column;
import io.gridhouse.core.table.ColumnType;
import io.gridhouse.core.table.RowSchema;
import java.io.Serial;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/**
 * Changes as the rows of a changelog: an update is a retraction and an addition. Behind the declared columns stands
 * {@code commit_time}, when the change was committed, in the business zone.
 */
final class ChangeRows<T> implements FlatMapFunction<Change<T>, Row> {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String COMMIT_TIME = "commit_time";
    private static final int COMMIT_PRECISION = 3;

    private final RowSchema<T> schema;
    private final ZoneId businessZone;

    ChangeRows(RowSchema<T> schema, ZoneId businessZone) {
        this.schema = schema;
        this.businessZone = businessZone;
    }

    @Override
    public void flatMap(Change<T> change, Collector<Row> out) {
        long commit = change.position().commitMillis();
        if (change.before() != null) {
            out.collect(row(change.isDelete() ? RowKind.DELETE : RowKind.UPDATE_BEFORE, change.before(), commit));
        }
        if (change.after() != null) {
            out.collect(row(change.before() == null ? RowKind.INSERT : RowKind.UPDATE_AFTER, change.after(), commit));
        }
    }

    /** A row of the changelog. */
    Row row(RowKind kind, T values, long commitMillis) {
        Row row = new Row(kind, schema.size() + 1);
        schema.write(values, new RowFields(row));
        row.setField(schema.size(), LocalDateTime.ofInstant(Instant.ofEpochMilli(commitMillis), businessZone));
        return row;
    }

    /** The type of the rows on their way. */
    static TypeInformation<Row> type(RowSchema<?> schema) {
        String[] names = new String[schema.size() + 1];
        TypeInformation<?>[] types = new TypeInformation<?>[schema.size() + 1];
        for (int i = 0; i < schema.size(); i++) {
            Column<?> column = schema.columns().get(i);
            names[i] = column.name();
            types[i] = switch (column.type().kind()) {
                case BIGINT -> Types.LONG;
                case INT -> Types.INT;
                case STRING -> Types.STRING;
                case DECIMAL -> Types.BIG_DEC;
                case DATE -> Types.LOCAL_DATE;
                case TIMESTAMP -> Types.LOCAL_DATE_TIME;
                case TIMESTAMP_LTZ -> Types.INSTANT;
            };
        }
        names[schema.size()] = COMMIT_TIME;
        types[schema.size()] = Types.LOCAL_DATE_TIME;
        return Types.ROW_NAMED(names, types);
    }

    /** The columns of the table that SQL sees. */
    static Schema table(RowSchema<?> schema, List<String> key) {
        Schema.Builder table = Schema.newBuilder();
        for (Column<?> column : schema.columns()) {
            DataType type = type(column.type());
            table.column(column.name(), column.nullable() ? type.nullable() : type.notNull());
        }
        return table.column(COMMIT_TIME, DataTypes.TIMESTAMP(COMMIT_PRECISION))
                .primaryKey(key)
                .build();
    }

    private static DataType type(ColumnType type) {
        return switch (type.kind()) {
            case BIGINT -> DataTypes.BIGINT();
            case INT -> DataTypes.INT();
            case STRING -> DataTypes.STRING();
            case DECIMAL -> DataTypes.DECIMAL(type.precision(), type.scale());
            case DATE -> DataTypes.DATE();
            case TIMESTAMP -> DataTypes.TIMESTAMP(type.precision());
            case TIMESTAMP_LTZ -> DataTypes.TIMESTAMP_LTZ(type.precision());
        };
    }
}
