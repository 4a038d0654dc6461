package io.gridhouse.core.operator;

import io.gridhouse.core.change.RowTypeInfo;
import io.gridhouse.core.table.RowSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * A value that all rows of a group have in common when nothing is under way, in keyed state: each value that a row has
 * now, with the number of its rows. Mostly that is one; while a change of the value is under way there are two.
 *
 * <p>Counted, and not just the last one kept, because rows may arrive in no common order: the value of a row that was
 * inserted and deleted before the others changed must not stay, though it came last.
 *
 * @param <V> the value
 */
final class SharedValue<V> {

    private final String name;
    private final ListState<Tuple2<V, Long>> state;

    /** The current key's values, the one that was added last at the end; its tuples are never in state. */
    private final List<Tuple2<V, Long>> counts = new ArrayList<>(2);

    private boolean changed;

    SharedValue(RuntimeContext context, String name, RowSchema<V> schema) {
        this.name = name;
        this.state =
                context.getListState(new ListStateDescriptor<>(name, Types.TUPLE(RowTypeInfo.of(schema), Types.LONG)));
    }

    /** Reads the current key's values. */
    void load() throws Exception {
        counts.clear();
        changed = false;
        for (Tuple2<V, Long> count : state.get()) {
            counts.add(Tuple2.of(count.f0, count.f1));
        }
    }

    /** Counts the value of a row that is added (1) or retracted (-1); {@link #store} keeps it. */
    void count(V value, int sign) {
        int at = indexOf(value);
        Tuple2<V, Long> count = at < 0 ? Tuple2.of(value, 0L) : counts.get(at);
        count.f1 += sign;
        changed = true;
        if (at < 0) {
            counts.add(count);
        } else if (sign > 0 && at < counts.size() - 1) {
            counts.add(counts.remove(at));
        }
    }

    /** The value that was added last, of those that a row has; the group must have rows. */
    V value() {
        for (int i = counts.size() - 1; i >= 0; i--) {
            if (counts.get(i).f1 > 0) {
                return counts.get(i).f0;
            }
        }
        throw new IllegalStateException("No row of the group has a value in " + name);
    }

    /** A value with which more rows were retracted than had it; null when there is none. */
    V overRetracted() {
        for (Tuple2<V, Long> count : counts) {
            if (count.f1 < 0) {
                return count.f0;
            }
        }
        return null;
    }

    /** Writes what {@link #count} changed. */
    void store() throws Exception {
        if (!changed) {
            return;
        }
        counts.removeIf(count -> count.f1 == 0);
        state.update(counts);
        counts.clear();
    }

    private int indexOf(V value) {
        for (int i = counts.size() - 1; i >= 0; i--) {
            if (counts.get(i).f0.equals(value)) {
                return i;
            }
        }
        return -1;
    }
}
