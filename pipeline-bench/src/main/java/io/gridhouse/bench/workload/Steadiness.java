package io.gridhouse.bench.workload;

import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Whether a peer's heap grows under a load that adds as many readings as it deletes.
 *
 * @param changesPerSecond of the load
 * @param samples in their order
 */
public record Steadiness(double changesPerSecond, List<HeapSample> samples) {

    private static final double MINUTES_PER_HOUR = 60;

    /**
     * Live objects at one moment.
     *
     * @param minutes since the first sample
     * @param liveMib what a full collection leaves, MiB
     */
    public record HeapSample(double minutes, double liveMib) {}

    /** Growth by the line of least squares through the second half of the samples, MiB per hour. */
    public double growthMibPerHour() {
        return line().getSlope() * MINUTES_PER_HOUR;
    }

    /** Standard error of {@link #growthMibPerHour()}. */
    public double growthErrorMibPerHour() {
        return line().getSlopeStdErr() * MINUTES_PER_HOUR;
    }

    private SimpleRegression line() {
        SimpleRegression line = new SimpleRegression();
        samples.subList(samples.size() / 2, samples.size())
                .forEach(sample -> line.addData(sample.minutes, sample.liveMib));
        return line;
    }

    /** From the first sample to the last. */
    public double minutes() {
        return samples.get(samples.size() - 1).minutes;
    }

    /** The last sample, MiB. */
    public double lastMib() {
        return samples.get(samples.size() - 1).liveMib;
    }
}
