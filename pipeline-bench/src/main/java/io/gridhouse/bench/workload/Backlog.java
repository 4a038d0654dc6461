package io.gridhouse.bench.workload;

import io.gridhouse.console.load.PowerLoad;
import java.time.Duration;

/** Changes that are committed while the peer is stopped with its state, and the time that it takes to work them off. */
public final class Backlog {

    private static final Duration WORK = Duration.ofMinutes(30);

    private final Trial trial;

    /** A workload for a peer that is up. */
    public Backlog(Trial trial) {
        this.trial = trial;
    }

    /** Warms up, stops the peer, commits the backlog, starts the peer, and waits for the last change. */
    public Drain run() throws Exception {
        WorkloadOptions options = trial.options();
        trial.report("warming up at %,d changes/s for %d s"
                .formatted(options.warmUpRate(), options.warmUp().toSeconds()));
        try (PowerLoad load = trial.load(options.profile(), options.warmUpRate())) {
            trial.patience().pass(options.warmUp());
            load.stop();
        }
        trial.awaitUp();
        trial.peer().pause();
        try (SinkProbe last = trial.probe()) {
            long changes = commit(options);
            last.commit();
            trial.report("%,d changes wait; starting again".formatted(changes));
            return drain(changes, last);
        }
    }

    private long commit(WorkloadOptions options) throws Exception {
        try (PowerLoad load = trial.load(options.profile(), Trial.UNLIMITED)) {
            trial.patience().until("the backlog is committed", WORK, () -> {
                load.check();
                return load.counts().changes() >= options.backlog();
            });
            return load.stop().changes();
        }
    }

    private Drain drain(long changes, SinkProbe last) throws Exception {
        CpuMeter stopped = trial.cpu();
        long started = System.nanoTime();
        trial.peer().start();
        trial.awaitSlot();
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
        trial.report("restarted after %.1f s, drained in %.1f s with %.2f cores: %,.0f changes/s"
                .formatted(drain.restartSeconds(), drain.drainSeconds(), drain.cores(), drain.changesPerSecond()));
        return drain;
    }
}
