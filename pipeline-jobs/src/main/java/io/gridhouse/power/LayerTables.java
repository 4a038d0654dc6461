package io.gridhouse.power;

import io.gridhouse.core.cdc.BeforeSnapshot;
import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeTypeInfo;
import io.gridhouse.core.operator.RowField;
import io.gridhouse.core.operator.TableRestore;
import io.gridhouse.core.table.TableSpec;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;

/** Where the tables of the layers go. */
public interface LayerTables {

    /** What a job that captures has to do with its tables before it reads the source's rows. */
    BeforeSnapshot beforeSnapshot();

    /** The sink of a Fluss table. */
    <T> Sink<Change<T>> layer(TableSpec<T> table);

    /** The sink of the table that is served. */
    <T> Sink<Change<T>> served(TableSpec<T> table);

    /**
     * Puts a Fluss table back to the checkpoint that its job is restored from; null where the job reads its input in the
     * same order again, and so needs nothing of the kind.
     *
     * @param key the table's primary key, or what determines it
     */
    <K, T> TableRestore<K, T> restore(TableSpec<T> table, RowField<T, K> key);

    /**
     * Writes a stream that is keyed by the table's primary key, or by what determines it.
     *
     * @param key what the stream is keyed by
     */
    default <K, T> void write(KeyedStream<Change<T>, K> changes, RowField<T, K> key, TableSpec<T> table) {
        write(restored(changes, key, table), table);
    }

    /** The same stream with what puts the table back ahead of it, where that is needed. */
    default <K, T> DataStream<Change<T>> restored(
            KeyedStream<Change<T>, K> changes, RowField<T, K> key, TableSpec<T> table) {
        TableRestore<K, T> restore = restore(table, key);
        return restore == null
                ? changes
                : changes.transform(restoreUid(table), ChangeTypeInfo.of(table.schema()), restore)
                        .uid(restoreUid(table));
    }

    /** Writes a stream that brings all changes of one key to one subtask, and that needs no restored table. */
    default <T> void write(DataStream<Change<T>> changes, TableSpec<T> table) {
        changes.sinkTo(layer(table)).uid(uid(table)).name(uid(table));
    }

    /** Writes a stream that one subtask emits; a second writer would break its order. */
    default <T> void writeInOrder(DataStream<Change<T>> changes, TableSpec<T> table) {
        changes.sinkTo(layer(table)).uid(uid(table)).name(uid(table)).setParallelism(1);
    }

    /** Serves a table. */
    default <T> void serve(DataStream<Change<T>> changes, TableSpec<T> table) {
        changes.sinkTo(served(table)).uid(servedUid(table)).name(servedUid(table));
    }

    /** The uid of the writer of a Fluss table. */
    static String uid(TableSpec<?> table) {
        return "write-" + table.name();
    }

    /** The uid of the operator that puts a Fluss table back. */
    static String restoreUid(TableSpec<?> table) {
        return "restore-" + table.name();
    }

    /** The uid of the writer of a served table. */
    static String servedUid(TableSpec<?> table) {
        return "serve-" + table.name();
    }
}
