package io.gridhouse.power;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.table.TableSpec;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Where the tables of the layers go. */
public interface LayerTables {

    /** The sink of a Fluss table. */
    <T> Sink<Change<T>> layer(TableSpec<T> table);

    /** The sink of the table that is served. */
    <T> Sink<Change<T>> served(TableSpec<T> table);

    /** Writes a stream that brings all changes of one key to one subtask. */
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

    /** The uid of the writer of a served table. */
    static String servedUid(TableSpec<?> table) {
        return "serve-" + table.name();
    }
}
