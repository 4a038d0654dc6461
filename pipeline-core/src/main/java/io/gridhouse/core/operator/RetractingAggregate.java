package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import java.io.Serial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Sum, count, exact distinct, minimum, maximum, arg-max and greatest text of a group, kept right through updates and
 * deletes.
 *
 * <p><b>Key:</b> the group. A row that moves to another group arrives as a delete and an insert (see {@link Rekey}).
 *
 * <p><b>State</b> per group: one array of counters; per extreme its sorted pairs; per distinct, text and shared
 * value a count per value. It is bounded by the rows that are in groups: a group's state goes with its last row. No TTL, since
 * corrections come after any time.
 *
 * <p><b>Emits</b> one change per group and bundle, when the group's row differs from what it was.
 *
 * <p><b>Cost</b> per change: one addition per sum, two binary searches and a move within a run per extreme, one read and
 * write per distinct and text; per group and bundle one read and write of the counters, of each shared value, and of
 * each extreme's directory and runs that change.
 *
 * @param <K> the group's key
 * @param <I> the row aggregated
 * @param <O> the row of a group
 */
public final class RetractingAggregate<K, I, O> extends BundledOperator<Change<I>, O> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** State: number of rows, then the sums, then the numbers of distinct members. */
    public static final String COUNTERS_STATE = "counters";

    private final RowField<I, K> groupKey;
    private final Aggregation<K, I, O> aggregation;

    private transient ValueState<long[]> counters;
    private transient List<MapState<Long, Long>> distincts;
    private transient List<OrderedPairs> extremes;
    private transient List<MapState<String, Long>> texts;
    private transient Map<K, Gathered<I>> gathered;
    private transient List<SharedField<I, ?>> shared;
    private transient Group group;

    /** A value that rows share, and how to read it from a row. */
    private record SharedField<I, V>(RowField<I, V> field, SharedValue<V> value) {
        void count(I row, int sign) {
            value.count(field.apply(row), sign);
        }
    }

    /** The changes that a bundle brings for one group. */
    private static final class Gathered<I> {
        private final List<Change<I>> changes = new ArrayList<>(4);
        private Position position;
        private long number;

        /** Where the next delete of the number stands: ahead of what else came with it. */
        private int nextDelete;

        /**
         * Takes the next change in order of the numbers. Of one source change, deletes count first, in whichever order
         * they arrive: a row that moves between two subtasks upstream is deleted by the one and inserted by the other.
         */
        void take(Change<I> change, long changeNumber) {
            if (changeNumber != number) {
                number = changeNumber;
                nextDelete = changes.size();
            }
            if (change.isDelete()) {
                changes.add(nextDelete++, change);
            } else {
                changes.add(change);
            }
            position = position == null ? change.position() : position.max(change.position());
        }
    }

    /** An aggregate of groups by a key. */
    public RetractingAggregate(RowField<I, K> groupKey, Aggregation<K, I, O> aggregation) {
        this.groupKey = groupKey;
        this.aggregation = aggregation;
    }

    /** The name of the state that counts a distinct measure's members. */
    public static String distinctState(int index) {
        return "distinct-" + index;
    }

    /** The name of the state that counts a text measure's values. */
    public static String textState(int index) {
        return "text-" + index;
    }

    /** The name of the state that counts a shared value's rows. */
    public static String sharedState(int index) {
        return "shared-" + index;
    }

    /** The name under which an extreme keeps its pairs: a directory and the runs. */
    public static List<String> extremeStates(int index) {
        return List.of(OrderedPairs.directoryName("extreme-" + index), OrderedPairs.runsName("extreme-" + index));
    }

    @Override
    public void open() throws Exception {
        super.open();
        counters = getRuntimeContext()
                .getState(new ValueStateDescriptor<>(
                        COUNTERS_STATE, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
        distincts = new ArrayList<>();
        for (int i = 0; i < aggregation.distincts.size(); i++) {
            distincts.add(getRuntimeContext()
                    .getMapState(new MapStateDescriptor<>(distinctState(i), Types.LONG, Types.LONG)));
        }
        extremes = new ArrayList<>();
        for (int i = 0; i < aggregation.extremes.size(); i++) {
            extremes.add(new OrderedPairs(getRuntimeContext(), "extreme-" + i));
        }
        texts = new ArrayList<>();
        for (int i = 0; i < aggregation.texts.size(); i++) {
            texts.add(
                    getRuntimeContext().getMapState(new MapStateDescriptor<>(textState(i), Types.STRING, Types.LONG)));
        }
        shared = new ArrayList<>();
        for (int i = 0; i < aggregation.shared.size(); i++) {
            shared.add(sharedField(sharedState(i), aggregation.shared.get(i)));
        }
        gathered = new LinkedHashMap<>();
        group = new Group();
    }

    private <V> SharedField<I, V> sharedField(String name, Aggregation.SharedField<I, V> declared) {
        return new SharedField<>(declared.field(), new SharedValue<>(getRuntimeContext(), name, declared.schema()));
    }

    @Override
    void gather(Change<I> change, long number) {
        gathered.computeIfAbsent(groupKey.apply(change.row()), k -> new Gathered<>())
                .take(change, number);
    }

    @Override
    void finishBundle() throws Exception {
        for (Map.Entry<K, Gathered<I>> entry : gathered.entrySet()) {
            setCurrentKey(entry.getKey());
            aggregate(entry.getKey(), entry.getValue());
        }
        gathered.clear();
    }

    private void aggregate(K key, Gathered<I> bundle) throws Exception {
        long[] stored = counters.value();
        group.values =
                stored == null ? new long[1 + aggregation.sums.size() + aggregation.distincts.size()] : stored.clone();
        for (OrderedPairs extreme : extremes) {
            extreme.load();
        }
        for (SharedField<I, ?> field : shared) {
            field.value.load();
        }
        O before = group.rows() == 0 ? null : aggregation.result.of(key, group);
        for (Change<I> change : bundle.changes) {
            if (change.before() != null) {
                apply(change.before(), -1);
            }
            if (change.after() != null) {
                apply(change.after(), 1);
            }
        }
        for (SharedField<I, ?> field : shared) {
            Object value = field.value.overRetracted();
            if (value != null) {
                throw new IllegalStateException("Group %s of %s retracts more rows with %s than it holds, at %s"
                        .formatted(key, aggregation.schema, value, bundle.position));
            }
        }
        if (group.rows() < 0) {
            throw new IllegalStateException("Group %s of %s retracts %d rows more than it holds, at %s"
                    .formatted(key, aggregation.schema, -group.rows(), bundle.position));
        }
        O after = group.rows() == 0 ? null : aggregation.result.of(key, group);
        if (after == null) {
            counters.clear();
        } else {
            counters.update(group.values);
        }
        for (OrderedPairs extreme : extremes) {
            extreme.store();
        }
        for (SharedField<I, ?> field : shared) {
            field.value.store();
        }
        boolean differs = before == null ? after != null : !before.equals(after);
        if (differs) {
            emit(new Change<>(before, after, bundle.position), bundle.number);
        }
    }

    private void apply(I row, int sign) throws Exception {
        long[] values = group.values;
        values[0] += sign;
        int at = 1;
        for (LongField<I> sum : aggregation.sums) {
            values[at] = Math.addExact(values[at], sign * sum.applyAsLong(row));
            at++;
        }
        for (int i = 0; i < distincts.size(); i++) {
            values[at + i] +=
                    count(distincts.get(i), aggregation.distincts.get(i).applyAsLong(row), sign);
        }
        for (int i = 0; i < extremes.size(); i++) {
            Aggregation.Ordered<I> ordered = aggregation.extremes.get(i);
            long score = ordered.score().applyAsLong(row);
            long member = ordered.member().applyAsLong(row);
            if (sign > 0) {
                extremes.get(i).add(score, member);
            } else {
                extremes.get(i).remove(score, member);
            }
        }
        for (int i = 0; i < texts.size(); i++) {
            String text = aggregation.texts.get(i).apply(row);
            if (text != null) {
                count(texts.get(i), text, sign);
            }
        }
        for (SharedField<I, ?> field : shared) {
            field.count(row, sign);
        }
    }

    /** Counts a value up or down; returns by how much the number of values that are there changed. */
    private static <V> int count(MapState<V, Long> counts, V value, int sign) throws Exception {
        Long had = counts.get(value);
        long has = (had == null ? 0 : had) + sign;
        if (has == 0) {
            counts.remove(value);
        } else {
            counts.put(value, has);
        }
        return (has > 0 ? 1 : 0) - (had != null && had > 0 ? 1 : 0);
    }

    /** The current key's measures. */
    private final class Group implements Aggregates {

        private long[] values;

        @Override
        public long rows() {
            return values[0];
        }

        @Override
        public long sum(Aggregation.Sum sum) {
            return values[1 + sum.index()];
        }

        @Override
        public long distinct(Aggregation.Distinct distinct) {
            return values[1 + aggregation.sums.size() + distinct.index()];
        }

        @Override
        public long maximum(Aggregation.Extreme maximum) throws Exception {
            return Math.negateExact(extremes.get(maximum.index()).firstScore());
        }

        @Override
        public long minimum(Aggregation.Extreme minimum) throws Exception {
            return extremes.get(minimum.index()).firstScore();
        }

        @Override
        public long least(Aggregation.Range range) throws Exception {
            return extremes.get(range.index()).firstScore();
        }

        @Override
        public long greatest(Aggregation.Range range) throws Exception {
            return extremes.get(range.index()).lastScore();
        }

        @Override
        public long memberOf(Aggregation.Extreme extreme) throws Exception {
            return extremes.get(extreme.index()).firstMember();
        }

        @Override
        @SuppressWarnings("unchecked") // The handle was made with the field, by Aggregation.Builder.shared.
        public <V> V shared(Aggregation.Shared<V> handle) {
            return (V) shared.get(handle.index()).value.value();
        }

        @Override
        public String greatest(Aggregation.GreatestText text) throws Exception {
            String greatest = null;
            for (String value : texts.get(text.index()).keys()) {
                if (greatest == null || ByteOrder.compare(value, greatest) > 0) {
                    greatest = value;
                }
            }
            return greatest;
        }
    }
}
