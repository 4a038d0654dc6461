package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.change.RowTypeInfo;
import io.gridhouse.core.table.RowSchema;
import java.io.Serial;
import java.io.Serializable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The first rows of each group by a score, greatest first, ties by the least member; exact through updates and deletes.
 *
 * <p><b>Key:</b> the group. A row that moves to another group arrives as a delete and an insert (see {@link Rekey}).
 *
 * <p><b>State</b> per group: every row by its member, and the sorted (score, member) pairs; so a row below the cut can
 * take a place that becomes free. Bounded by the rows of the input table; no TTL, since a row can change after any
 * time.
 *
 * <p><b>Emits</b> per bundle one change for each row whose rank or content differs: at most twice the limit.
 *
 * <p><b>Cost</b> per change: one read and write of the row, two places in the sorted pairs; per bundle one read of the
 * pairs' directory and of the runs concerned, and a write of those that change; per bundle that touches the ranked part, the
 * members of the limit's places before and after, and one read of each row whose place changed.
 *
 * @param <K> the group's key
 * @param <I> the row ranked
 * @param <O> the row emitted
 */
public final class TopN<K, I, O> extends BundledOperator<Change<I>, O> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** State: the group's rows by their member. */
    public static final String ROWS_STATE = "rows";

    private static final String ORDER = "order";

    /** The states that keep the order: a directory and the runs. */
    public static final List<String> ORDER_STATES =
            List.of(OrderedPairs.directoryName(ORDER), OrderedPairs.runsName(ORDER));

    /** A limit that ranks every row. */
    public static final int ALL = Integer.MAX_VALUE;

    /** Makes the emitted row; pure. */
    @FunctionalInterface
    public interface Ranked<I, O> extends Serializable {
        /** The row at a rank, counted from 1. */
        O of(I row, int rank);
    }

    private final RowField<I, K> groupKey;
    private final RowSchema<I> schema;
    private final LongField<I> score;
    private final LongField<I> member;
    private final int limit;
    private final Ranked<I, O> ranked;

    private transient MapState<Long, I> rows;
    private transient OrderedPairs order;
    private transient Map<K, Gathered<I>> gathered;

    private static final class Gathered<I> {
        private final Map<Long, Pending<I>> rows = new LinkedHashMap<>();
        private Position position;
        private long number;
    }

    /**
     * A ranking.
     *
     * @param score what is ranked by, greatest first
     * @param member tells the rows of a group apart, and breaks ties, least first
     * @param limit rows per group, at least 1; {@link #ALL} for every row
     */
    public TopN(
            RowField<I, K> groupKey,
            RowSchema<I> schema,
            LongField<I> score,
            LongField<I> member,
            int limit,
            Ranked<I, O> ranked) {
        if (limit < 1) {
            throw new IllegalArgumentException("A ranking needs a limit of at least 1, not " + limit);
        }
        this.groupKey = groupKey;
        this.schema = schema;
        this.score = score;
        this.member = member;
        this.limit = limit;
        this.ranked = ranked;
    }

    @Override
    public void open() throws Exception {
        super.open();
        rows = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(ROWS_STATE, Types.LONG, RowTypeInfo.of(schema)));
        order = new OrderedPairs(getRuntimeContext(), ORDER);
        gathered = new LinkedHashMap<>();
    }

    @Override
    void gather(Change<I> change, long number) {
        I row = change.row();
        Gathered<I> key = gathered.computeIfAbsent(groupKey.apply(row), k -> new Gathered<>());
        key.rows
                .computeIfAbsent(member.applyAsLong(row), id -> new Pending<>())
                .take(change.after(), change.position(), number);
        key.position = key.position == null ? change.position() : key.position.max(change.position());
        key.number = number;
    }

    @Override
    void finishBundle() throws Exception {
        for (Map.Entry<K, Gathered<I>> entry : gathered.entrySet()) {
            setCurrentKey(entry.getKey());
            rank(entry.getValue());
        }
        gathered.clear();
    }

    private void rank(Gathered<I> bundle) throws Exception {
        Map<Long, I> replaced = new HashMap<>();
        for (Long id : bundle.rows.keySet()) {
            replaced.put(id, rows.get(id));
        }
        order.load();
        boolean touched = touchesRanked(replaced, bundle);
        long[] before = touched ? order.first(limit) : null;
        for (Map.Entry<Long, Pending<I>> entry : bundle.rows.entrySet()) {
            replace(entry.getKey(), replaced.get(entry.getKey()), entry.getValue().after);
        }
        long[] after = touched ? order.first(limit) : null;
        order.store();
        if (touched) {
            emitDifferences(before, after, replaced, bundle);
        }
    }

    /** Whether a row of the bundle is ranked now or will be. */
    private boolean touchesRanked(Map<Long, I> replaced, Gathered<I> bundle) throws Exception {
        long[] last = limit == ALL ? null : order.pairAt(limit - 1L);
        if (last == null) {
            return true;
        }
        for (Map.Entry<Long, Pending<I>> entry : bundle.rows.entrySet()) {
            Long id = entry.getKey();
            if (isRanked(replaced.get(id), id, last) || isRanked(entry.getValue().after, id, last)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRanked(I row, long id, long[] last) {
        if (row == null) {
            return false;
        }
        long sorted = Math.negateExact(score.applyAsLong(row));
        return sorted < last[0] || (sorted == last[0] && id <= last[1]);
    }

    private void replace(long id, I old, I now) throws Exception {
        if (old != null) {
            order.remove(Math.negateExact(score.applyAsLong(old)), id);
        }
        if (now != null) {
            rows.put(id, now);
            order.add(Math.negateExact(score.applyAsLong(now)), id);
        } else if (old != null) {
            rows.remove(id);
        }
    }

    /**
     * Emits the places that changed. Only their rows are read.
     *
     * @param before the ranked members, in order
     * @param after the same after the bundle
     * @param replaced the rows that the members of the bundle had
     */
    private void emitDifferences(long[] before, long[] after, Map<Long, I> replaced, Gathered<I> bundle)
            throws Exception {
        Map<Long, Integer> moved = new HashMap<>();
        for (int i = 0; i < after.length; i++) {
            if (i >= before.length || before[i] != after[i]) {
                moved.put(after[i], i);
            }
        }
        Map<Long, Integer> left = new LinkedHashMap<>();
        for (int i = 0; i < before.length; i++) {
            if (i >= after.length || before[i] != after[i]) {
                left.put(before[i], i);
            }
        }
        for (Map.Entry<Long, Integer> entry : left.entrySet()) {
            if (!moved.containsKey(entry.getKey())) {
                leave(entry.getKey(), ranked.of(rowBefore(entry.getKey(), replaced), entry.getValue() + 1), bundle);
            }
        }
        for (int i = 0; i < after.length; i++) {
            boolean stays = i < before.length && before[i] == after[i];
            if (stays && !replaced.containsKey(after[i])) {
                continue;
            }
            Integer had = stays ? Integer.valueOf(i) : left.get(after[i]);
            Pending<I> own = bundle.rows.get(after[i]);
            I row = own == null ? rows.get(after[i]) : own.after;
            O old = had == null ? null : ranked.of(own == null ? row : replaced.get(after[i]), had + 1);
            O now = ranked.of(row, i + 1);
            if (!now.equals(old)) {
                emit(new Change<>(old, now, bundle.position), bundle.number);
            }
        }
    }

    private I rowBefore(long id, Map<Long, I> replaced) throws Exception {
        return replaced.containsKey(id) ? replaced.get(id) : rows.get(id);
    }

    private void leave(long id, O row, Gathered<I> bundle) {
        Pending<I> own = bundle.rows.get(id);
        // A row that left the group keeps its own number: it may have gone to another group with it, and what is
        // inserted there must count as later. A row that others pushed below the cut has theirs.
        boolean gone = own != null && own.after == null;
        emit(Change.delete(row, gone ? own.position : bundle.position), gone ? own.number : bundle.number);
    }
}
