package io.gridhouse.bench.workload;

import io.gridhouse.bench.peer.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A user with many readings moves to another region, while others go on. */
public final class Moving {

    private static final Duration WORK = Duration.ofMinutes(10);

    /** Above every user of the load generator, below those of the probes. */
    private static final int USER = 800_000_000;

    private static final int OLD_REGION = 8_001;
    private static final int NEW_REGION = 8_002;

    /** Over so many days the user's readings are spread, by hours. */
    private static final int DAYS = 30;

    /** Others' changes are looked at for so long from the commit on, or as long as the move takes: as many for each peer. */
    private static final Duration OTHERS = Duration.ofSeconds(5);

    private static final int ROWS_PER_TRANSACTION = 5_000;

    private final Trial trial;

    /** A workload for a peer that is up. */
    public Moving(Trial trial) {
        this.trial = trial;
    }

    /** Commits the readings, waits for them, and moves the user. */
    public Move run() throws Exception {
        WorkloadOptions options = trial.options();
        try (Connection source = trial.settings().source().connect();
                Connection sink = trial.settings().sink().connect();
                SinkProbe others = trial.probe()) {
            commitReadings(source, options.moveReadings());
            others.begin();
            trial.patience().pass(options.warmUp());
            awaitRegion(sink, OLD_REGION, options.moveReadings());
            trial.report("a user with %,d readings moves".formatted(options.moveReadings()));
            Checkpoints before = trial.peer().checkpoints();
            int first = others.written();
            long begin = System.nanoTime();
            CompletableFuture<Void> checkpoint = CompletableFuture.runAsync(this::triggerCheckpoints);
            move(source);
            awaitRegion(sink, NEW_REGION, options.moveReadings());
            double seconds = (System.nanoTime() - begin) / 1e9;
            checkpoint.get();
            trial.patience().pass(OTHERS.minus(Duration.ofNanos(System.nanoTime() - begin)));
            int last = others.written();
            trial.patience().until("the checkpoint meanwhile ends", WORK, trial.peer()::triggeredEnded);
            Checkpoints after = trial.peer().checkpoints();
            long missed = before == null ? 0 : after.failed() - before.failed();
            trial.patience().pass(options.settle());
            others.end();
            trial.awaitShown(others, WORK);
            Move move = new Move(options.moveReadings(), seconds, missed, others.ages(first, last));
            trial.report("moved in %.2f s, %d checkpoints missed; others meanwhile p50 %.0f, p99 %.0f, max %.0f ms"
                    .formatted(
                            seconds,
                            missed,
                            move.others().p50(),
                            move.others().p99(),
                            move.others().max()));
            return move;
        }
    }

    private void triggerCheckpoints() {
        try {
            trial.peer().triggerCheckpoints();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a checkpoint was triggered", e);
        }
    }

    /** Readings of 1.00 kWh. */
    private static void commitReadings(Connection source, int readings) throws SQLException {
        try (PreparedStatement user = source.prepareStatement("INSERT INTO power_user (user_id, user_name, usage_type,"
                + " region_id, region_name) VALUES (" + USER + ", '大户', '工业', " + OLD_REGION + ", '旧区')")) {
            user.executeUpdate();
        }
        try (PreparedStatement insert = source.prepareStatement("INSERT INTO power_consumption (user_id,"
                + " consumption_amount, consumption_cost, consumption_date) SELECT " + USER
                + ", 1.00, 1.00, timestamp '2024-03-01' + (i % " + DAYS * 24
                + ") * interval '1 hour' FROM generate_series(?, ?) i")) {
            for (int from = 1; from <= readings; from += ROWS_PER_TRANSACTION) {
                insert.setInt(1, from);
                insert.setInt(2, Math.min(readings, from + ROWS_PER_TRANSACTION - 1));
                insert.executeUpdate();
            }
        }
    }

    private static void move(Connection source) throws SQLException {
        try (PreparedStatement update =
                source.prepareStatement("UPDATE power_user SET region_id = ?, region_name = '新区' WHERE user_id = ?")) {
            update.setInt(1, NEW_REGION);
            update.setInt(2, USER);
            update.executeUpdate();
        }
    }

    /** Waits until one region has all readings, and the other has no day left. */
    private void awaitRegion(Connection sink, int region, int readings) throws Exception {
        int other = region == NEW_REGION ? OLD_REGION : NEW_REGION;
        try (PreparedStatement totals = sink.prepareStatement("SELECT coalesce(sum(total_consumption) FILTER (WHERE"
                + " region_id = ?), 0), count(*) FILTER (WHERE region_id = ?) FROM ads_power_dashboard"
                + " WHERE region_id IN (" + OLD_REGION + ", " + NEW_REGION + ")")) {
            totals.setInt(1, region);
            totals.setInt(2, other);
            trial.patience().until("region " + region + " has the user's readings", WORK, () -> {
                trial.peer().check();
                try (ResultSet row = totals.executeQuery()) {
                    row.next();
                    return row.getBigDecimal(1).intValue() == readings && row.getInt(2) == 0;
                }
            });
        }
    }
}
