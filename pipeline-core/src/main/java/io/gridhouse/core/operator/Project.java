package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import java.io.Serial;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Changes of rows as changes of what is made of them. A row that makes none (null) counts as absent.
 *
 * <p>Key: none. State: none. Emits one change or none. Cost: the function, for both rows.
 */
public record Project<T, O>(RowField<T, O> function) implements FlatMapFunction<Change<T>, Change<O>> {

    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(Change<T> change, Collector<Change<O>> out) {
        O before = change.before() == null ? null : function.apply(change.before());
        O after = change.after() == null ? null : function.apply(change.after());
        if (before != null || after != null) {
            out.collect(new Change<>(before, after, change.position()));
        }
    }
}
