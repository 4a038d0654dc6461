package io.gridhouse.console.run;

import io.gridhouse.core.metrics.LatencyHistogram;
import io.gridhouse.core.metrics.LayerMetrics;
import io.gridhouse.core.operator.Quarantine;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * The metrics of the jobs of this process, read from their objects: Flink's REST API renews its copies every ten
 * seconds, which is too seldom for a status line.
 */
public final class JobMetrics implements MetricReporter {

    private static final Map<Metric, String> METRICS = new ConcurrentHashMap<>();

    private JobMetrics() {}

    /** Made by Flink, which finds it as a service. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return new JobMetrics();
        }
    }

    @Override
    public void open(MetricConfig config) {
        // There is nothing to open: the metrics are kept as they come.
    }

    @Override
    public void close() {
        METRICS.clear();
    }

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        String[] scope = group.getScopeComponents();
        for (int i = 0; i < scope.length; i++) {
            if (scope[i].equals(LayerMetrics.GROUP)) {
                METRICS.put(metric, String.join("/", Arrays.copyOfRange(scope, i + 1, scope.length)) + "/" + name);
                return;
            }
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        METRICS.remove(metric);
    }

    private static long sum(String suffix) {
        return METRICS.entrySet().stream()
                .filter(entry -> entry.getValue().endsWith(suffix) && entry.getKey() instanceof Counter)
                .mapToLong(entry -> ((Counter) entry.getKey()).getCount())
                .sum();
    }

    /** Rows written and deleted in all tables: stands still when the stream is quiet. */
    public static long writes() {
        return sum(LayerMetrics.UPSERTS) + sum(LayerMetrics.DELETES);
    }

    /** Rows written to one table. */
    public static long upserts(String table) {
        return sum(table + "/" + LayerMetrics.UPSERTS);
    }

    /** Rows in quarantine. */
    public static long quarantined() {
        return sum(Quarantine.ROWS_METRIC);
    }

    /** Milliseconds from commit to a table, of all of the run or since {@link #resetLatencies}; of a job that runs. */
    public static Optional<org.HdrHistogram.Histogram> latency(String table) {
        org.HdrHistogram.Histogram total = null;
        for (Map.Entry<Metric, String> entry : METRICS.entrySet()) {
            if (entry.getValue().endsWith("table/" + table + "/" + LayerMetrics.LATENCY)
                    && entry.getKey() instanceof LatencyHistogram histogram) {
                org.HdrHistogram.Histogram copy = histogram.copy();
                if (total == null) {
                    total = copy;
                } else {
                    total.add(copy);
                }
            }
        }
        return Optional.ofNullable(total);
    }

    /** Forgets the latencies of all tables, for a measurement that begins now. */
    public static void resetLatencies() {
        for (Metric metric : METRICS.keySet()) {
            if (metric instanceof LatencyHistogram histogram) {
                histogram.reset();
            }
        }
    }
}
