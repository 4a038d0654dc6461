package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import java.io.Serial;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Raises positions so that those of a key never fall.
 *
 * <p>Rows that are made of several tables, or buckets, that are read side by side can be changed last by what happened at
 * the source first. A sink that takes no older position than it has would refuse such a change.
 *
 * <p><b>Key:</b> the row's. <b>State</b> per key: the greatest WAL position, also after the row is gone; so it is bounded by
 * the keys that there ever were. <b>Emits</b> the change with its own commit time. <b>Cost:</b> one read of state, and one
 * write when the position rises.
 *
 * @param <K> the key
 * @param <T> the row
 */
public final class RisingPositions<K, T> extends KeyedProcessFunction<K, Change<T>, Change<T>> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** State: the greatest WAL position of the key. */
    public static final String REACHED_STATE = "reached";

    private transient ValueState<Long> reached;

    @Override
    public void open(OpenContext context) {
        reached = getRuntimeContext().getState(new ValueStateDescriptor<>(REACHED_STATE, Types.LONG));
    }

    @Override
    public void processElement(Change<T> change, Context context, Collector<Change<T>> out) throws Exception {
        Position position = change.position();
        Long before = reached.value();
        if (before == null || before < position.lsn()) {
            reached.update(position.lsn());
            out.collect(change);
        } else {
            out.collect(new Change<>(change.before(), change.after(), new Position(before, position.commitMillis())));
        }
    }
}
