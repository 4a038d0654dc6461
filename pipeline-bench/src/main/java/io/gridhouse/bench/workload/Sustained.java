package io.gridhouse.bench.workload;

import io.gridhouse.bench.workload.Step.Verdict;
import io.gridhouse.console.load.PowerLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rising rates until the peer falls behind, then bisection between the last rate that was held and the first that was
 * not. After each rate the peer may catch up.
 */
public final class Sustained {

    /** The source committed less than this part of what was asked: the rate was not reached. */
    private static final double REACHED = 0.97;

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
        int held = 0;
        int missed = 0;
        for (int rate : options.rates()) {
            if (missed == 0 && step(rate, steps)) {
                held = rate;
            } else if (missed == 0) {
                missed = rate;
            }
        }
        for (int i = 0; i < options.bisections() && missed > 0; i++) {
            int between = (held + missed) / 2;
            if (step(between, steps)) {
                held = between;
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
        return step.held();
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
            CpuShare share = trial.cpu().since(cpu, loaded + lastReading - changes);
            long behindMillis = load.behind().toMillis();
            load.stop();
            probe.end();
            trial.awaitShown(probe, CATCH_UP);
            Latency latency = probe.ages(firstReading, lastReading);
            // The probe's readings come on top of the rate.
            double perSecond = (loaded + firstReading - changes) / Math.max(seconds, 1e-9);
            return new Step(rate, perSecond, latency, share, behindMillis, verdict(rate, perSecond, latency));
        }
    }

    private Verdict verdict(int rate, double perSecond, Latency latency) {
        if (latency.p99() > options.bound().toMillis()) {
            return Verdict.LAGGED;
        }
        // What is committed in large transactions may come just before or just after the measured part.
        double late = (double) options.profile().rowsPerTransaction()
                * options.profile().connections()
                / options.measured().toSeconds();
        return perSecond < rate * REACHED - late ? Verdict.SOURCE_LIMITED : Verdict.HELD;
    }
}
