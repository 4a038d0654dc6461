package io.gridhouse.core.metrics;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import java.time.Clock;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What a writer of a table measures, under the group {@code gridhouse.table.<name>}: the histogram
 * {@value #LATENCY}, milliseconds from a change's commit at the source until it is in the table, of streamed changes
 * only; the counters {@value #UPSERTS} and {@value #DELETES}, and of a Fluss table {@value #REPAIRED}.
 */
public final class LayerMetrics {

    /** Name of the histogram. */
    public static final String LATENCY = "commitToLayerMillis";

    /** Name of the counter of rows written. */
    public static final String UPSERTS = "upserts";

    /** Name of the counter of rows deleted. */
    public static final String DELETES = "deletes";

    /** Name of the counter of rows that a read repair after a restore wrote again. */
    public static final String REPAIRED = "rowsRepaired";

    /** The group that all metrics of Gridhouse stand in. */
    public static final String GROUP = "gridhouse";

    private final MetricGroup group;
    private final LatencyHistogram latency;
    private final Counter upserts;
    private final Counter deletes;
    private final Clock clock;

    /** Registers the metrics of one table. */
    public LayerMetrics(MetricGroup operator, String table, Clock clock) {
        this.group = operator.addGroup(GROUP).addGroup("table", table);
        this.latency = new LatencyHistogram(clock);
        group.histogram(LATENCY, latency);
        this.upserts = group.counter(UPSERTS);
        this.deletes = group.counter(DELETES);
        this.clock = clock;
    }

    /** Registers the counter of rows that are written again; once. */
    public Counter repaired() {
        return group.counter(REPAIRED);
    }

    /** Records changes that are in the table now. */
    public void written(Iterable<? extends Change<?>> changes) {
        long now = clock.millis();
        for (Change<?> change : changes) {
            if (change.isDelete()) {
                deletes.inc();
            } else {
                upserts.inc();
            }
            if (change.position().lsn() != Position.SNAPSHOT_LSN) {
                latency.update(now - change.position().commitMillis());
            }
        }
    }
}
