package io.gridhouse.bench.workload;

import io.gridhouse.console.load.PowerLoad;
import java.time.Duration;

/** Changes that are committed while the peer does nothing, and the time that it takes to work them off. */
public final class Backlog {

    private static final Duration WORK = Duration.ofMinutes(30);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Trial trial;

    /** A workload for a peer that is up. */
    public Backlog(Trial trial) {
        this.trial = trial;
    }

    /** Warms up, stops the peer with its state, commits the backlog, starts the peer, and waits for the last change. */
    public Drain whileStopped() throws Exception {
        warmUp();
        trial.peer().pause();
        try (SinkProbe last = trial.probe()) {
            long changes = commit(last);
            Moment started = new Moment();
            trial.peer().start();
            trial.awaitSlot();
            return drain(changes, last, started, new Moment());
        }
    }

    /**
     * Warms up, lets the peer stand still while the backlog is committed, and waits for the last change. Its JVM has compiled
     * its code by then, which one that starts has not.
     */
    public Drain whileHeld() throws Exception {
        warmUp();
        trial.peer().hold();
        try (SinkProbe last = trial.probe()) {
            long changes;
            Moment goesOn;
            try {
                changes = commit(last);
                goesOn = new Moment();
            } finally {
                trial.peer().release();
            }
            return drain(changes, last, goesOn, goesOn);
        }
    }

    private void warmUp() throws Exception {
        WorkloadOptions options = trial.options();
        trial.report("warming up at %,d changes/s for %d s"
                .formatted(options.warmUpRate(), options.warmUp().toSeconds()));
        try (PowerLoad load = trial.load(options.profile(), options.warmUpRate())) {
            trial.patience().pass(options.warmUp());
            load.stop();
        }
        trial.awaitUp();
    }

    private long commit(SinkProbe last) throws Exception {
        WorkloadOptions options = trial.options();
        try (PowerLoad load = trial.load(options.profile(), Trial.UNLIMITED)) {
            trial.patience().until("the backlog is committed", WORK, () -> {
                load.check();
                return load.counts().changes() >= options.backlog();
            });
            long changes = load.stop().changes();
            last.commit();
            trial.report("%,d changes wait".formatted(changes));
            return changes;
        }
    }

    private Drain drain(long changes, SinkProbe last, Moment started, Moment reading) throws Exception {
        trial.awaitShown(last, WORK);
        CpuMeter taken = trial.cpu().minus(reading.cpu);
        double seconds = (last.shownNanos(last.written()) - reading.nanos) / NANOS_PER_SECOND;
        Drain drain = new Drain(
                changes,
                (reading.nanos - started.nanos) / NANOS_PER_SECOND,
                reading.cpu.minus(started.cpu).peer(),
                seconds,
                changes / seconds,
                taken.per(changes),
                taken.total() / seconds);
        trial.report("reads after %.1f s, drained in %.1f s with %.2f cores: %,.0f changes/s"
                .formatted(drain.restartSeconds(), drain.drainSeconds(), drain.cores(), drain.changesPerSecond()));
        return drain;
    }

    /** The clock and the CPU taken so far. */
    private final class Moment {
        private final CpuMeter cpu = trial.cpu();
        private final long nanos = System.nanoTime();

        Moment() throws Exception {}
    }
}
