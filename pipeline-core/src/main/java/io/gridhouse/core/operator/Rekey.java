package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeTypeInfo;
import io.gridhouse.core.table.RowSchema;
import java.io.Serial;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.util.Collector;

/**
 * Prepares changes for a shuffle by a key: splits an update into a delete and an insert where the key really moved.
 *
 * <p>Key: none. State: none. Emits one change, or two with the same position. Cost: the key of both rows.
 *
 * @param <T> the row
 * @param <K> the key; equal by value
 */
public final class Rekey<T, K> implements FlatMapFunction<Change<T>, Change<T>> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final RowField<T, K> key;

    /** Splits by the key that the function gives. */
    public Rekey(RowField<T, K> key) {
        this.key = key;
    }

    /**
     * Brings changes of one key together, by a key of their rows (see {@link Keyed}).
     *
     * <p>Changes are split by the subtasks that emit them, so that the split is chained at every parallelism: chained
     * at one only, it could inherit another maximum parallelism there, and Flink would refuse to restore its savepoint.
     *
     * @param uid of the splitting operator in savepoints
     */
    public static <T, K> KeyedStream<Change<T>, K> by(
            DataStream<Change<T>> changes,
            RowSchema<T> schema,
            RowField<T, K> key,
            TypeInformation<K> keyType,
            String uid) {
        DataStream<Change<T>> split = changes.flatMap(new Rekey<>(key), ChangeTypeInfo.of(schema))
                .uid(uid)
                .name(uid)
                .setParallelism(changes.getParallelism());
        return Keyed.by(split, change -> key.apply(change.row()), keyType);
    }

    @Override
    public void flatMap(Change<T> change, Collector<Change<T>> out) {
        if (change.before() == null
                || change.after() == null
                || key.apply(change.before()).equals(key.apply(change.after()))) {
            out.collect(change);
        } else {
            out.collect(Change.delete(change.before(), change.position()));
            out.collect(Change.insert(change.after(), change.position()));
        }
    }
}
