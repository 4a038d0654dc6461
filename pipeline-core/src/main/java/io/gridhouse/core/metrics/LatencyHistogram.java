package io.gridhouse.core.metrics;

import java.time.Clock;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/**
 * A Flink histogram of milliseconds at three significant digits. Its statistics are those of the last minute, so that a
 * monitor shows how the job does now; {@link #copy} has every value since the start or a {@link #reset}. For values up to ten seconds it takes
 * about 300 KB: seven HDR histograms with 5 x 1024 counters of 8 bytes.
 *
 * <p>Thread-safe.
 */
public final class LatencyHistogram implements Histogram {

    private static final int SIGNIFICANT_DIGITS = 3;

    /** The statistics are of the slice under way and those before it: of the last 50 to 60 seconds. */
    private static final int SLICES = 6;

    private static final long SLICE_MILLIS = 10_000;

    private final Clock clock;
    private final org.HdrHistogram.Histogram total = new org.HdrHistogram.Histogram(SIGNIFICANT_DIGITS);
    private final org.HdrHistogram.Histogram[] slices = new org.HdrHistogram.Histogram[SLICES];
    private long slice;

    /** An empty histogram. */
    public LatencyHistogram(Clock clock) {
        this.clock = clock;
        this.slice = currentSlice();
        for (int i = 0; i < SLICES; i++) {
            slices[i] = new org.HdrHistogram.Histogram(SIGNIFICANT_DIGITS);
        }
    }

    private long currentSlice() {
        return Math.floorDiv(clock.millis(), SLICE_MILLIS);
    }

    /** Empties the slices that are over since the last call; a clock that was set back empties none. */
    private void turn() {
        long now = currentSlice();
        long over = Math.min(now - slice, SLICES);
        for (long i = 0; i < over; i++) {
            slices[Math.floorMod(now - i, SLICES)].reset();
        }
        slice = Math.max(slice, now);
    }

    @Override
    public synchronized void update(long millis) {
        turn();
        // Clocks of two machines may disagree by a little; a negative age means none.
        long age = Math.max(0, millis);
        total.recordValue(age);
        slices[Math.floorMod(slice, SLICES)].recordValue(age);
    }

    /** Number of values since the start or a {@link #reset}. */
    @Override
    public synchronized long getCount() {
        return total.getTotalCount();
    }

    /** The last minute. */
    @Override
    public synchronized HistogramStatistics getStatistics() {
        turn();
        org.HdrHistogram.Histogram lastMinute = new org.HdrHistogram.Histogram(SIGNIFICANT_DIGITS);
        for (org.HdrHistogram.Histogram part : slices) {
            lastMinute.add(part);
        }
        return new Statistics(lastMinute);
    }

    /** Everything recorded since the start or a {@link #reset}. */
    public synchronized org.HdrHistogram.Histogram copy() {
        return total.copy();
    }

    /** Forgets everything, for a measurement that begins now. */
    public synchronized void reset() {
        total.reset();
        for (org.HdrHistogram.Histogram part : slices) {
            part.reset();
        }
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
