package io.gridhouse.core.metrics;

import org.HdrHistogram.Recorder;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/**
 * A Flink histogram of milliseconds that keeps every value of the run at three significant digits, so that a p99 or a
 * maximum is one of the whole run and not of a window. About 200 KB.
 *
 * <p>Thread-safe: one thread records, others read.
 */
public final class LatencyHistogram implements Histogram {

    private static final int SIGNIFICANT_DIGITS = 3;

    private final Recorder recorder = new Recorder(SIGNIFICANT_DIGITS);
    private final org.HdrHistogram.Histogram total = new org.HdrHistogram.Histogram(SIGNIFICANT_DIGITS);

    @Override
    public void update(long millis) {
        // Clocks of two machines may disagree by a little; a negative age means none.
        recorder.recordValue(Math.max(0, millis));
    }

    @Override
    public long getCount() {
        return copy().getTotalCount();
    }

    @Override
    public HistogramStatistics getStatistics() {
        return new Statistics(copy());
    }

    /** Everything recorded so far. */
    public synchronized org.HdrHistogram.Histogram copy() {
        total.add(recorder.getIntervalHistogram());
        return total.copy();
    }

    private static final class Statistics extends HistogramStatistics {

        private final org.HdrHistogram.Histogram values;

        Statistics(org.HdrHistogram.Histogram values) {
            this.values = values;
        }

        @Override
        public double getQuantile(double quantile) {
            return values.getValueAtPercentile(quantile * 100);
        }

        @Override
        public long[] getValues() {
            throw new UnsupportedOperationException("The histogram counts values and does not keep them");
        }

        @Override
        public int size() {
            return (int) Math.min(Integer.MAX_VALUE, values.getTotalCount());
        }

        @Override
        public double getMean() {
            return values.getMean();
        }

        @Override
        public double getStdDev() {
            return values.getStdDeviation();
        }

        @Override
        public long getMax() {
            return values.getMaxValue();
        }

        @Override
        public long getMin() {
            return values.getTotalCount() == 0 ? 0 : values.getMinValue();
        }
    }
}
