package io.gridhouse.bench.workload;

import io.gridhouse.bench.workload.Step.Verdict;
import io.gridhouse.console.load.PowerLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rising rates until the peer falls behind, then bisection between the last rate with which it kept up and the first with
 * which it did not. After each rate the peer may catch up.
 */
public final class Sustained {

    /** The source committed less than this part of what was asked: the rate was not reached. */
    private static final double REACHED = 0.97;

    /**
     * Seconds per second: the peer falls behind when ages grow faster, since it does less than nineteen of twenty changes in
     * their time.
     */
    public static final double GROWS = 0.05;

    private static final Duration CATCH_UP = Duration.ofMinutes(10);

    private final Trial trial;
    private final WorkloadOptions options;

    /** A workload for a peer that is up. */
    public Sustained(Trial trial) {
        this.trial = trial;
        this.options = trial.options();
    }

    /** Warms up, measures, and returns when the peer has caught up with the last change. */
    public List<Step> run() throws Exception {
        trial.report("warming up at %,d changes/s for %d s"
                .formatted(options.warmUpRate(), options.warmUp().toSeconds()));
        measure(options.warmUpRate(), options.warmUp(), Duration.ZERO);
        List<Step> steps = new ArrayList<>();
        int kept = 0;
        int missed = 0;
        for (int rate : options.rates()) {
            if (missed == 0 && step(rate, steps)) {
                kept = rate;
            } else if (missed == 0) {
                missed = rate;
            }
        }
        for (int i = 0; i < options.bisections() && missed > 0; i++) {
            int between = (kept + missed) / 2;
            if (step(between, steps)) {
                kept = between;
            } else {
                missed = between;
            }
        }
        return steps;
    }

    private boolean step(int rate, List<Step> steps) throws Exception {
        Step step = measure(rate, options.settle(), options.measured());
        steps.add(step);
        Latency latency = step.latency();
        trial.report("%,7d/s: %,.0f/s committed; p50 %.0f, p99 %.0f ms; %s"
                .formatted(
                        rate,
                        step.changesPerSecond(),
                        latency.p50(),
                        latency.p99(),
                        step.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        return step.keptUp();
    }

    private Step measure(int rate, Duration settle, Duration measured) throws Exception {
        try (SinkProbe probe = trial.probe();
                PowerLoad load = trial.load(options.profile(), rate)) {
            probe.begin();
            trial.patience().pass(settle);
            CpuMeter cpu = trial.cpu();
            int firstReading = probe.written();
            long changes = load.counts().changes() + firstReading;
            long begin = System.nanoTime();
            trial.patience().pass(measured);
            load.check();
            trial.peer().check();
            double seconds = (System.nanoTime() - begin) / 1e9;
            int lastReading = probe.written();
            long loaded = load.counts().changes();
            CpuMeter taken = trial.cpu().minus(cpu);
            CpuShare share = taken.per(loaded + lastReading - changes);
            long behindMillis = load.behind().toMillis();
            load.stop();
            probe.end();
            trial.awaitShown(probe, CATCH_UP);
            Latency latency = probe.ages(firstReading, lastReading);
            double growth = growth(probe, firstReading, lastReading, seconds);
            // The probe's readings come on top of the rate.
            double perSecond = (loaded + firstReading - changes) / Math.max(seconds, 1e-9);
            return new Step(
                    rate,
                    perSecond,
                    latency,
                    growth,
                    share,
                    taken.total() / seconds,
                    behindMillis,
                    verdict(rate, perSecond, latency, growth));
        }
    }

    /**
     * From the median of the first half to that of the second, whose middles are half of the time apart. A half is as long as
     * the interval of the checkpoints, so that each has one and it does not matter where in it that falls.
     */
    private static double growth(SinkProbe probe, int first, int last, double seconds) {
        int middle = first + (last - first) / 2;
        double millis =
                probe.ages(middle, last).p50() - probe.ages(first, middle).p50();
        return millis / 1_000 / (seconds / 2);
    }

    private Verdict verdict(int rate, double perSecond, Latency latency, double growth) {
        if (growth > GROWS) {
            return Verdict.LAGGED;
        }
        // What is committed in large transactions may come just before or just after the measured part.
        double late = (double) options.profile().rowsPerTransaction()
                * options.profile().connections()
                / options.measured().toSeconds();
        if (perSecond < rate * REACHED - late) {
            return Verdict.SOURCE_LIMITED;
        }
        return latency.p99() > options.bound().toMillis() ? Verdict.LATE : Verdict.HELD;
    }
}
