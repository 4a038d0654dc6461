package io.gridhouse.bench.workload;

import java.util.List;

/**
 * Whether a peer's heap grows under a load that adds as many readings as it deletes.
 *
 * @param changesPerSecond of the load
 * @param samples in their order
 * @param latency of all changes that were watched
 */
public record Steadiness(double changesPerSecond, List<HeapSample> samples, Latency latency) {

    private static final double MINUTES_PER_HOUR = 60;

    /**
     * Live objects at one moment.
     *
     * @param minutes since the first sample
     * @param liveMib what a full collection leaves, MiB
     */
    public record HeapSample(double minutes, double liveMib) {}

    /** Growth by the line of least squares through the second half of the samples, MiB per hour; 0 for fewer than two. */
    public double growthMibPerHour() {
        List<HeapSample> half = samples.subList(samples.size() / 2, samples.size());
        double minutes =
                half.stream().mapToDouble(HeapSample::minutes).average().orElse(0);
        double live = half.stream().mapToDouble(HeapSample::liveMib).average().orElse(0);
        double products = 0;
        double squares = 0;
        for (HeapSample sample : half) {
            products += (sample.minutes - minutes) * (sample.liveMib - live);
            squares += (sample.minutes - minutes) * (sample.minutes - minutes);
        }
        return squares == 0 ? 0 : products / squares * MINUTES_PER_HOUR;
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
