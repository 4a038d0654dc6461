package io.gridhouse.bench.workload;

import io.gridhouse.console.load.PowerLoad;
import java.time.Duration;

/** The source commits as fast as it can, once while the peer is stopped and once while it reads. */
public final class SourceUnderReading {

    private static final Duration CATCH_UP = Duration.ofMinutes(30);

    private final Trial trial;

    /** A workload for a peer that is up and reads a slot. */
    public SourceUnderReading(Trial trial) {
        this.trial = trial;
    }

    /** Measures both, and waits until the peer has caught up. */
    public SourceLoss run() throws Exception {
        trial.peer().pause();
        Part alone = measure();
        trial.report("the source alone: %,.0f changes/s with %.2f cores".formatted(alone.perSecond, alone.loadCores));
        trial.peer().start();
        trial.awaitSlot();
        trial.awaitUp();
        Part read = measure();
        SourceLoss loss = new SourceLoss(
                alone.perSecond,
                read.perSecond,
                alone.loadCores,
                read.otherCores,
                Runtime.getRuntime().availableProcessors());
        trial.report("while being read: %,.0f changes/s beside %.2f cores; %.1f %% lost beyond the CPU"
                .formatted(read.perSecond, read.otherCores, loss.lostBeyondCpu() * 100));
        try (SinkProbe last = trial.probe()) {
            last.commit();
            trial.awaitShown(last, CATCH_UP);
        }
        return loss;
    }

    private Part measure() throws Exception {
        WorkloadOptions options = trial.options();
        try (PowerLoad load = trial.load(options.profile(), Trial.UNLIMITED)) {
            trial.patience().pass(options.settle());
            CpuMeter cpu = trial.cpu();
            long changes = load.counts().changes();
            long begin = System.nanoTime();
            trial.patience().pass(options.measured());
            load.check();
            double seconds = (System.nanoTime() - begin) / 1e9;
            long committed = load.counts().changes() - changes;
            CpuMeter taken = trial.cpu().minus(cpu);
            load.stop();
            return new Part(
                    committed / seconds,
                    (taken.load() + taken.source()) / seconds,
                    (taken.peer() + taken.fluss() + taken.postgres()) / seconds);
        }
    }

    private record Part(double perSecond, double loadCores, double otherCores) {}
}
