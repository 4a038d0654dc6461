package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.change.RowTypeInfo;
import io.gridhouse.core.table.RowSchema;
import java.io.Serial;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Fact ⟕ dimension, both sides changing: input 1 are changes of facts, input 2 of the dimension.
 *
 * <p><b>Key:</b> the dimension's primary key, which the fact refers to. A fact that moves to another key arrives as a
 * delete at the old and an insert at the new one (see {@link Rekey}).
 *
 * <p><b>State</b> per key: the dimension's row, and all facts of the key by their id. It is bounded by the two source
 * tables and has no TTL, since a dimension may change after any time and all of its facts follow.
 *
 * <p><b>Emits</b> for each fact of the bundle one change with the joined rows before and after, and when the
 * dimension's row changed, one for each other fact of the key whose joined row differs. What was joined before is
 * computed from state; the {@code before} of an arriving change is not believed.
 *
 * <p><b>Cost:</b> per fact one read and one write of state; per changed dimension row a walk over the key's facts.
 *
 * @param <K> the key
 * @param <F> the fact's row
 * @param <D> the dimension's row
 * @param <O> the joined row
 */
public final class DimensionJoin<K, F, D, O> extends AbstractStreamOperator<Change<O>>
        implements TwoInputStreamOperator<Change<F>, Change<D>, Change<O>> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** State: the dimension's row. */
    public static final String DIMENSION_STATE = "dimension";

    /** State: the key's facts by id. */
    public static final String FACTS_STATE = "facts";

    /** Joins a fact with its dimension; pure. */
    @FunctionalInterface
    public interface JoinFunction<F, D, O> extends Serializable {
        /**
         * The joined row.
         *
         * @param dimension null when there is none
         */
        O join(F fact, D dimension);
    }

    private final RowField<F, K> factKey;
    private final LongField<F> factId;
    private final RowSchema<F> facts;
    private final RowField<D, K> dimensionKey;
    private final RowSchema<D> dimensions;
    private final JoinFunction<F, D, O> function;

    private transient ValueState<D> dimension;
    private transient MapState<Long, F> factsById;
    private transient Bundle<Change<F>> factBundle;
    private transient Bundle<Change<D>> dimensionBundle;
    private transient Map<K, Gathered<F, D>> gathered;
    private transient StreamRecord<Change<O>> record;

    /** What a bundle brings for one key. */
    private static final class Gathered<F, D> {
        private final Map<Long, Pending<F>> facts = new LinkedHashMap<>();
        private Pending<D> dimension;
    }

    /**
     * A join.
     *
     * @param factKey the key a fact refers to
     * @param factId the fact's primary key
     * @param dimensionKey the dimension's primary key
     */
    public DimensionJoin(
            RowSchema<F> facts,
            RowField<F, K> factKey,
            LongField<F> factId,
            RowSchema<D> dimensions,
            RowField<D, K> dimensionKey,
            JoinFunction<F, D, O> function) {
        this.facts = facts;
        this.factKey = factKey;
        this.factId = factId;
        this.dimensions = dimensions;
        this.dimensionKey = dimensionKey;
        this.function = function;
    }

    @Override
    public void open() throws Exception {
        super.open();
        dimension =
                getRuntimeContext().getState(new ValueStateDescriptor<>(DIMENSION_STATE, RowTypeInfo.of(dimensions)));
        factsById = getRuntimeContext()
                .getMapState(
                        new MapStateDescriptor<>(FACTS_STATE, TypeInformation.of(Long.class), RowTypeInfo.of(facts)));
        factBundle = new Bundle<>();
        dimensionBundle = new Bundle<>();
        gathered = new LinkedHashMap<>();
        record = new StreamRecord<>(null);
    }

    @Override
    public void processElement1(StreamRecord<Change<F>> element) {
        factBundle.add(element.getValue(), element.getTimestamp());
    }

    @Override
    public void processElement2(StreamRecord<Change<D>> element) {
        dimensionBundle.add(element.getValue(), element.getTimestamp());
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        drain(mark.getTimestamp());
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        drain(Long.MAX_VALUE);
    }

    @Override
    public void finish() throws Exception {
        drain(Long.MAX_VALUE);
        super.finish();
    }

    private void drain(long watermark) throws Exception {
        if (factBundle.isEmpty() && dimensionBundle.isEmpty()) {
            return;
        }
        factBundle.drain(watermark, (change, number) -> {
            F row = change.row();
            gathered.computeIfAbsent(factKey.apply(row), k -> new Gathered<>())
                    .facts
                    .computeIfAbsent(factId.applyAsLong(row), id -> new Pending<>())
                    .take(change.after(), change.position(), number);
        });
        dimensionBundle.drain(watermark, (change, number) -> {
            Gathered<F, D> key = gathered.computeIfAbsent(dimensionKey.apply(change.row()), k -> new Gathered<>());
            if (key.dimension == null) {
                key.dimension = new Pending<>();
            }
            key.dimension.take(change.after(), change.position(), number);
        });
        for (Map.Entry<K, Gathered<F, D>> entry : gathered.entrySet()) {
            setCurrentKey(entry.getKey());
            join(entry.getValue());
        }
        gathered.clear();
    }

    private void join(Gathered<F, D> key) throws Exception {
        D old = dimension.value();
        D now = key.dimension == null ? old : key.dimension.after;
        if (!Objects.equals(old, now)) {
            dimension.update(now);
            rejoinOtherFacts(key, old, now);
        }
        for (Map.Entry<Long, Pending<F>> entry : key.facts.entrySet()) {
            Pending<F> fact = entry.getValue();
            F oldFact = factsById.get(entry.getKey());
            if (fact.after != null) {
                factsById.put(entry.getKey(), fact.after);
            } else if (oldFact != null) {
                factsById.remove(entry.getKey());
            } else {
                continue;
            }
            O before = oldFact == null ? null : function.join(oldFact, old);
            O after = fact.after == null ? null : function.join(fact.after, now);
            // A delete keeps the fact's own number: the fact may have moved to another key with it, and what is
            // inserted there must count as later.
            boolean refreshed = fact.after != null && key.dimension != null;
            Position position = refreshed ? fact.position.max(key.dimension.position) : fact.position;
            long number = refreshed ? Math.max(fact.number, key.dimension.number) : fact.number;
            emit(new Change<>(before, after, position), number);
        }
    }

    private void rejoinOtherFacts(Gathered<F, D> key, D old, D now) throws Exception {
        for (Map.Entry<Long, F> entry : factsById.entries()) {
            if (!key.facts.containsKey(entry.getKey())) {
                O before = function.join(entry.getValue(), old);
                O after = function.join(entry.getValue(), now);
                if (!before.equals(after)) {
                    emit(Change.update(before, after, key.dimension.position), key.dimension.number);
                }
            }
        }
    }

    private void emit(Change<O> change, long number) {
        output.collect(record.replace(change, number));
    }
}
