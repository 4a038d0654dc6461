package io.gridhouse.bench.workload;

import io.gridhouse.console.load.PowerLoad;
import java.time.Duration;

/** Changes that are committed while the peer does nothing, and the time that it takes to work them off. */
public final class Backlog {

    private static final Duration WORK = Duration.ofMinutes(30);

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
            CpuMeter stopped = trial.cpu();
            long started = System.nanoTime();
            trial.peer().start();
            trial.awaitSlot();
            return drain(changes, last, stopped, started);
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
            try {
                changes = commit(last);
            } finally {
                trial.peer().release();
            }
            return drain(changes, last, trial.cpu(), System.nanoTime());
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

    private Drain drain(long changes, SinkProbe last, CpuMeter stopped, long started) throws Exception {
        CpuMeter begun = trial.cpu();
        long reading = System.nanoTime();
        trial.awaitShown(last, WORK);
        CpuMeter taken = trial.cpu().minus(begun);
        double seconds = (last.shownNanos(last.written()) - reading) / 1e9;
        Drain drain = new Drain(
                changes,
                (reading - started) / 1e9,
                begun.minus(stopped).peer(),
                seconds,
                changes / seconds,
                taken.per(changes),
                taken.total() / seconds);
        trial.report("reads after %.1f s, drained in %.1f s with %.2f cores: %,.0f changes/s"
                .formatted(drain.restartSeconds(), drain.drainSeconds(), drain.cores(), drain.changesPerSecond()));
        return drain;
    }
}
