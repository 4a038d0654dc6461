package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.RowTypeInfo;
import io.gridhouse.core.metrics.LayerMetrics;
import io.gridhouse.core.quality.Quarantined;
import io.gridhouse.core.quality.Verdict;
import java.io.Serial;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;

/**
 * Keeps the rows that break a rule: a row enters with its first bad change and leaves when it is corrected or deleted.
 *
 * <p><b>Key:</b> source table and key, as {@link #key}. <b>State</b> per key: the quarantined row; it goes when the row
 * leaves, so it is bounded by the rows that are bad now. <b>Emits</b> one change per key and bundle when the
 * quarantined row differs. <b>Cost:</b> one read, and one write for a bad row.
 */
public final class Quarantine extends BundledOperator<Change<Verdict>, Quarantined> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** State: the quarantined row. */
    public static final String ROW_STATE = "quarantined";

    /** Counter: rows that entered less rows that left, since this subtask started. */
    public static final String ROWS_METRIC = "quarantined";

    private transient ValueState<Quarantined> row;
    private transient Map<String, Gathered> gathered;
    private transient Counter rows;

    /** What a bundle brings for one row. */
    private static final class Gathered {
        private final Pending<Verdict> last = new Pending<>();

        /** Commit time of the first bad change since the row was last good; null when it is good. */
        private Instant badSince;

        /** Whether the row was good in between, so that it stands in quarantine for the first time again. */
        private boolean left;

        void take(Change<Verdict> change, long number) {
            Verdict verdict = change.after();
            last.take(verdict, change.position(), number);
            if (!verdict.isViolation()) {
                left = true;
                badSince = null;
            } else if (badSince == null) {
                badSince = Instant.ofEpochMilli(change.position().commitMillis());
            }
        }
    }

    /** The key of a verdict: table and key, which no table name can make ambiguous. */
    public static String key(Verdict verdict) {
        return verdict.sourceTable() + '/' + verdict.sourceKey();
    }

    @Override
    public void open() throws Exception {
        super.open();
        row = getRuntimeContext().getState(new ValueStateDescriptor<>(ROW_STATE, RowTypeInfo.of(Quarantined.SCHEMA)));
        gathered = new LinkedHashMap<>();
        rows = getMetricGroup().addGroup(LayerMetrics.GROUP).counter(ROWS_METRIC);
    }

    @Override
    void gather(Change<Verdict> change, long number) {
        gathered.computeIfAbsent(key(change.after()), k -> new Gathered()).take(change, number);
    }

    @Override
    void finishBundle() throws Exception {
        for (Map.Entry<String, Gathered> entry : gathered.entrySet()) {
            setCurrentKey(entry.getKey());
            judge(entry.getValue());
        }
        gathered.clear();
    }

    private void judge(Gathered bundle) throws Exception {
        Quarantined before = row.value();
        Pending<Verdict> last = bundle.last;
        Verdict verdict = last.after;
        Quarantined after = null;
        if (verdict.isViolation()) {
            after = new Quarantined(
                    verdict.sourceTable(),
                    verdict.sourceKey(),
                    verdict.reason(),
                    verdict.payload(),
                    before == null || bundle.left ? bundle.badSince : before.firstSeen(),
                    Instant.ofEpochMilli(last.position.commitMillis()));
        }
        if (before == null && after != null) {
            rows.inc();
        } else if (before != null && after == null) {
            rows.dec();
        }
        if (!Objects.equals(before, after)) {
            row.update(after);
            emit(new Change<>(before, after, last.position), last.number);
        }
    }
}
