package io.gridhouse.bench.workload;

import io.gridhouse.console.load.LoadProfile;
import java.time.Duration;
import java.util.List;

/**
 * How much is asked of a peer.
 *
 * @param profile the generated data; its history is in the source before a peer starts
 * @param rates changes per second, rising; the first is also the one at which latencies are compared
 * @param bisections steps between the last rate that the peer kept up with and the first that it did not
 * @param warmUpRate changes per second before the measured part
 * @param warmUp how long
 * @param settle time at each rate before its measured part
 * @param measured length of a measured part
 * @param bound greatest 99th percentile of the age of a change at which a rate counts as held and not late
 * @param backlog changes that are committed while the peer is stopped
 * @param moveReadings readings of the user who moves to another region
 * @param typed changes that are committed one by one
 * @param steady length of the load under which the heap is watched
 */
public record WorkloadOptions(
        LoadProfile profile,
        List<Integer> rates,
        int bisections,
        int warmUpRate,
        Duration warmUp,
        Duration settle,
        Duration measured,
        Duration bound,
        int backlog,
        int moveReadings,
        int typed,
        Duration steady) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public WorkloadOptions {
        rates = List.copyOf(rates);
        if (rates.isEmpty()) {
            throw new IllegalArgumentException("--rates names no rate: give at least one, such as 1000,2000,4000");
        }
        for (int i = 0; i < rates.size(); i++) {
            if (rates.get(i) < 1 || i > 0 && rates.get(i) <= rates.get(i - 1)) {
                throw new IllegalArgumentException("--rates is " + rates + ": rates are positive and rise");
            }
        }
        if (bisections < 0) {
            throw new IllegalArgumentException("--bisections is " + bisections + ": it can't be negative");
        }
        if (backlog < 1) {
            throw new IllegalArgumentException("--backlog is " + backlog + ": it must be at least 1 change");
        }
        if (moveReadings < 1) {
            throw new IllegalArgumentException(
                    "--move-readings is " + moveReadings + ": it must be at least 1 reading");
        }
        if (typed < 1) {
            throw new IllegalArgumentException("--typed is " + typed + ": it must be at least 1 change");
        }
    }

    /** The same on the data of a variant. */
    public WorkloadOptions of(Variant variant) {
        return new WorkloadOptions(
                variant.of(profile),
                rates,
                bisections,
                warmUpRate,
                warmUp,
                settle,
                measured,
                bound,
                backlog,
                moveReadings,
                typed,
                steady);
    }
}
