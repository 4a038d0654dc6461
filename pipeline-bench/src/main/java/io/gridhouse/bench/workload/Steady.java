package io.gridhouse.bench.workload;

import io.gridhouse.bench.workload.Steadiness.HeapSample;
import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.OperationMix;
import io.gridhouse.console.load.PowerLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A long even load with as many deletes as inserts, so that the state keeps its size, and the heap beside it. */
public final class Steady {

    private static final OperationMix EVEN = new OperationMix(20, 60, 20);
    private static final int SAMPLES = 20;
    private static final Duration CATCH_UP = Duration.ofMinutes(10);
    private static final double NANOS_PER_MINUTE = 6e10;

    private final Trial trial;

    /** A workload for a peer that is up and has a JVM of its own. */
    public Steady(Trial trial) {
        this.trial = trial;
    }

    /**
     * Runs the load for its time, and looks at the heap in even intervals, the first time after the warm-up. The probe commits
     * at the end only: its readings are never deleted, and 50 of them per second would be a growth that is none of the peer's.
     */
    public Steadiness run() throws Exception {
        WorkloadOptions options = trial.options();
        LoadProfile even = options.profile().toBuilder().mix(EVEN).build();
        List<HeapSample> samples = new ArrayList<>();
        try (SinkProbe probe = trial.probe();
                PowerLoad load = trial.load(even, options.warmUpRate())) {
            trial.patience().pass(options.warmUp());
            long changes = load.counts().changes();
            long begin = System.nanoTime();
            samples.add(sample(begin));
            for (int i = 0; i < SAMPLES; i++) {
                trial.patience().pass(options.steady().dividedBy(SAMPLES));
                load.check();
                samples.add(sample(begin));
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            long committed = load.stop().changes() - changes;
            probe.commit();
            trial.awaitShown(probe, CATCH_UP);
            Steadiness steadiness = new Steadiness(committed / seconds, samples);
            trial.report("heap grows by %.1f MiB per hour, give or take %.1f"
                    .formatted(steadiness.growthMibPerHour(), steadiness.growthErrorMibPerHour()));
            return steadiness;
        }
    }

    private HeapSample sample(long begin) throws Exception {
        double live = trial.peer().liveHeapMib();
        HeapSample sample = new HeapSample((System.nanoTime() - begin) / NANOS_PER_MINUTE, live);
        trial.report("after %.1f min: %,.1f MiB live".formatted(sample.minutes(), live));
        return sample;
    }
}
