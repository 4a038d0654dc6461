package io.gridhouse.power;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeTypeInfo;
import io.gridhouse.core.fluss.FlussTableSource;
import io.gridhouse.core.operator.ChangelogNormalize;
import io.gridhouse.core.operator.RowField;
import io.gridhouse.core.table.TableSpec;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Reads the tables of the layer below as whole changes. */
record LayerReader(FlussTableSource source) {

    /** The uid of the operator that makes a table's changes whole. */
    static String uid(TableSpec<?> table) {
        return "normalize-" + table.name();
    }

    /**
     * The rows of a Fluss table, then its changes.
     *
     * @param key the table's primary key, or what determines it
     */
    <K, T> DataStream<Change<T>> changes(TableSpec<T> table, RowField<T, K> key, TypeInformation<K> keyType) {
        return source.changes(table)
                .keyBy(change -> key.apply(change.row()), keyType)
                .transform(uid(table), ChangeTypeInfo.of(table.schema()), new ChangelogNormalize<>(key, table.schema()))
                .uid(uid(table));
    }
}
