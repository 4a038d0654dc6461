package io.gridhouse.console.demo;

import io.gridhouse.console.run.JobMetrics;
import io.gridhouse.console.run.LocalCluster;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Tells when the stream has taken in what the source holds: first the snapshot, at the end the last change. */
final class StreamProgress {

    /** Nothing is written for so long when the stream is quiet; many times a bundle's interval. */
    private static final Duration QUIET = Duration.ofMillis(400);

    private static final Duration POLL = Duration.ofMillis(20);

    /** How often the cluster is asked for a failure; each answer is a copy of its whole execution graph. */
    private static final Duration ASK = Duration.ofSeconds(1);

    private final Settings settings;
    private final LocalCluster cluster;

    StreamProgress(Settings settings, LocalCluster cluster) {
        this.settings = settings;
        this.cluster = cluster;
    }

    /**
     * Waits until the reader has been sent everything that is committed now, and the writers stand still.
     *
     * @throws IllegalStateException when the job has failed, even if it restarts, or the time is over
     */
    void awaitQuiet(Duration atMost) throws Exception {
        long deadline = System.nanoTime() + atMost.toNanos();
        try (Connection connection = settings.source().connect()) {
            String target = text(connection, "select pg_current_wal_lsn()::text");
            long writes = -1;
            long asked = System.nanoTime() - ASK.toNanos();
            long since = System.nanoTime();
            while (true) {
                long now = System.nanoTime();
                long written = JobMetrics.writes();
                if (written != writes) {
                    writes = written;
                    since = now;
                } else if (now - since > QUIET.toNanos() && sent(connection, target)) {
                    return;
                }
                if (now - asked > ASK.toNanos()) {
                    asked = now;
                    String failure = cluster.failure();
                    if (failure != null) {
                        throw new IllegalStateException("The job failed: " + failure);
                    }
                }
                if (now > deadline) {
                    throw new IllegalStateException("The stream is not quiet after " + atMost.toSeconds()
                            + " s: the job writes slower than the source changes, or is stuck");
                }
                // A pause between two looks, not a wait for an event: metrics tell nobody when they change.
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    /** True when the slot's reader is connected and was sent the WAL up to there; the snapshot comes before. */
    private boolean sent(Connection connection, String target) throws SQLException {
        String sql = "select r.sent_lsn >= ?::pg_lsn from pg_stat_replication r"
                + " join pg_replication_slots s on s.active_pid = r.pid where s.slot_name = ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, target);
            query.setString(2, settings.get(GridhouseOptions.SOURCE_SLOT));
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
