package io.gridhouse.bench.workload;

import io.gridhouse.bench.peer.Checkpoints;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.core.config.GridhouseOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * PostgreSQL ends the connection by which a peer reads its slot, under load: the job fails, restores its last checkpoint
 * and replays from there.
 */
public final class Recovering {

    private static final Duration WORK = Duration.ofMinutes(10);

    private final Trial trial;

    /** A workload for a peer that is up and reads a slot. */
    public Recovering(Trial trial) {
        this.trial = trial;
    }

    /** Ends the connection in the middle of a load, and waits until the peer has caught up. */
    public Recovery run() throws Exception {
        WorkloadOptions options = trial.options();
        try (Connection source = trial.settings().source().connect();
                SinkProbe probe = trial.probe();
                PowerLoad load = trial.load(options.profile(), options.warmUpRate())) {
            probe.begin();
            trial.patience().pass(options.warmUp());
            // Without one it would start over with its snapshot (ADR 8).
            trial.patience().until("a checkpoint is complete", WORK, () -> {
                Checkpoints checkpoints = trial.peer().checkpoints();
                return checkpoints != null && checkpoints.completed() > 0;
            });
            // As old as a checkpoint is on average: so much is replayed, in every run.
            trial.peer().triggerCheckpoints();
            trial.patience().until("the checkpoint ends", WORK, trial.peer()::triggeredEnded);
            trial.patience().pass(options.measured().dividedBy(4));
            load.check();
            int first = probe.written();
            long begin = System.nanoTime();
            endReader(source);
            // The next one may have been committed, and read, while the connection was being ended.
            int after = probe.written() + 2;
            trial.patience().until("the sink shows a change of after the failure", WORK, () -> {
                trial.peer().check();
                return probe.shows(after);
            });
            double seconds = (probe.shownNanos(after) - begin) / 1e9;
            trial.patience().pass(options.settle());
            load.stop();
            probe.end();
            int last = probe.written();
            trial.awaitShown(probe, WORK);
            Recovery recovery = new Recovery(seconds, probe.ages(first, last));
            trial.report("back after %.2f s; changes since then p50 %.0f, max %.0f ms"
                    .formatted(
                            seconds,
                            recovery.meanwhile().p50(),
                            recovery.meanwhile().max()));
            return recovery;
        }
    }

    private void endReader(Connection source) throws SQLException {
        String slot = trial.settings().get(GridhouseOptions.SOURCE_SLOT);
        try (PreparedStatement end = source.prepareStatement(
                "select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = ? and active")) {
            end.setString(1, slot);
            try (ResultSet row = end.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    throw new IllegalStateException("Nobody reads slot " + slot + ", so no connection could be ended");
                }
            }
        }
    }
}
