package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.core.config.Settings;
import io.gridhouse.core.preflight.EmptyTables;
import io.gridhouse.power.PowerTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first start: rows that are there, and changes that are made or under way while they are read. */
@ExtendWith(WarehouseExtension.class)
class SnapshotITCase {

    private static final LoadProfile PROFILE = LoadProfile.builder()
            .seed(11)
            .users(2_000)
            .readings(20_000)
            .badShare(0.01)
            .build();

    private static final LoadProfile LARGE =
            LoadProfile.builder().seed(12).users(2_000).readings(150_000).build();

    @AtEachParallelism
    void changesDuringTheSnapshotAreKept(int parallelism, Warehouse warehouse) throws Exception {
        warehouse.parallelism(parallelism).with("source.snapshot-chunk-rows", 2_000);
        warehouse.loadHistory(PROFILE);

        try (PowerLoad load = warehouse.startLoad(PROFILE, 1_000)) {
            await().atMost(Warehouse.PATIENCE).until(() -> load.counts().changes() > 200);
            warehouse.startStreaming();
            long streaming = load.counts().changes();
            await().atMost(Warehouse.PATIENCE).until(() -> load.counts().changes() > streaming + 1_000);
            load.stop();
        }

        warehouse.awaitEqualToOracleWithoutRestart();
    }

    /** What the next attempt reads lacks rows that this one has written, and no change behind it need touch them. */
    @AtEachParallelism
    void aTaskManagerFailsWhileTheSnapshotIsRead(int parallelism, Warehouse warehouse) throws Exception {
        warehouse
                .parallelism(parallelism)
                .with("source.snapshot-chunk-rows", 2_000)
                .with("flink.execution.checkpointing.interval", "1 s")
                .with("fluss.read-repair-after", "1 s");
        warehouse.loadHistory(LARGE);
        PowerJobRun job = warehouse.start();
        await("the sink shows a part of the snapshot")
                .atMost(Warehouse.PATIENCE)
                .until(() -> warehouse.sql().number("SELECT count(*) FROM ads_power_dashboard") > 0);

        assertThatThrownBy(job::savepoint).hasStackTraceContaining("snapshot is still being read");
        assertThat(job.restarts()).as("restarts by refused checkpoints").isZero();
        job.killTaskManager(() -> {
            assertThat(warehouse.slot("active")).as("the slot is read already").isEqualTo("f");
            warehouse.sql().execute("DELETE FROM power_consumption WHERE consumption_id % 2 = 0");
        });

        warehouse.awaitEqualToOracle();
        job.awaitCheckpoint();
    }

    /** Two jobs that were started at once found empty tables both; one of them streams when the other wants to start over. */
    @Test
    void rowsOfAJobThatStreamsAreNotDeletedByAnother(Warehouse warehouse) throws Exception {
        warehouse.startStreaming();
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10.00, 7.00, '2024-01-31')");
        warehouse.awaitEqualToOracleWithoutRestart();
        Settings settings = warehouse.settings();
        EmptyTables another = new EmptyTables(
                settings.capture(),
                settings.fluss(),
                PowerTables.fluss(),
                settings.sink(),
                List.of(PowerTables.ADS_DASHBOARD),
                Duration.ofMillis(1));

        assertThatThrownBy(() -> another.run(true))
                .hasMessageContaining("Slot " + warehouse.name())
                .hasMessageContaining("is read by somebody");
        warehouse.awaitEqualToOracleWithoutRestart();
    }

    @AtEachParallelism
    void aTransactionThatIsOpenAcrossTheSnapshotIsKept(int parallelism, Warehouse warehouse) throws Exception {
        warehouse.parallelism(parallelism);
        warehouse.loadHistory(PROFILE);

        try (Sql open = warehouse.session()) {
            Connection transaction = open.connection();
            transaction.setAutoCommit(false);
            open.execute(
                    "INSERT INTO power_user VALUES (900001, '张三', '居民', 9, '上海市')",
                    "INSERT INTO power_consumption VALUES (900001, 900001, 10.00, 7.00, '2024-01-31 10:00')",
                    "UPDATE power_user SET region_id = 10, region_name = '江苏省' WHERE user_id <= 20",
                    "UPDATE power_consumption SET consumption_amount = 1, meter_reading_before = NULL"
                            + " WHERE consumption_id <= 100",
                    "DELETE FROM power_consumption WHERE consumption_id BETWEEN 101 AND 150",
                    "DELETE FROM power_user WHERE user_id BETWEEN 21 AND 25");
            warehouse.startStreaming();
            warehouse.sql().execute("UPDATE power_user SET user_name = '后来' WHERE user_id BETWEEN 30 AND 40");
            warehouse.awaitEqualToOracleWithoutRestart();
            transaction.commit();
        }

        assertThat(warehouse.sql().number("SELECT count(*) FROM power_user WHERE user_id = 900001"))
                .isEqualTo(1);
        warehouse.awaitEqualToOracleWithoutRestart();
    }

    /** A synchronous standby that never answers: commits are written, and visible only when nobody waits any more. */
    @Test
    void aCommitThatIsWrittenButNotYetVisibleIsKept(Warehouse warehouse) throws Exception {
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10.00, 7.00, '2024-01-31')");
        try (Sql waiting = warehouse.session()) {
            CompletableFuture<Void> commit;
            try {
                warehouse
                        .sql()
                        .execute(
                                "ALTER DATABASE " + warehouse.name() + " SET synchronous_commit = local",
                                "SET synchronous_commit = local",
                                "ALTER SYSTEM SET synchronous_standby_names = 'nobody'",
                                "SELECT pg_reload_conf()");
                warehouse.awaitRows("SHOW synchronous_standby_names", "nobody");
                commit = CompletableFuture.runAsync(() -> insertSecond(waiting));
                warehouse.awaitRows("SELECT wait_event FROM pg_stat_activity WHERE wait_event = 'SyncRep'", "SyncRep");
                warehouse.startStreaming();
                warehouse.sql().execute("INSERT INTO power_consumption VALUES (3, 1, 5.00, 1, '2024-01-31')");
                assertThat(warehouse.sql().query("SELECT consumption_id FROM power_consumption ORDER BY 1"))
                        .as("visible while the snapshot was read")
                        .containsExactly("1", "3");
            } finally {
                warehouse.sql().execute("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
            }
            commit.get(Warehouse.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        warehouse.awaitRows("SELECT consumption_id FROM power_consumption ORDER BY 1", "1", "2", "3");
        warehouse.awaitEqualToOracleWithoutRestart();
    }

    private static void insertSecond(Sql session) {
        try {
            session.execute("INSERT INTO power_consumption VALUES (2, 1, 20.00, 14.00, '2024-01-31')");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AtEachParallelism
    void anEmptySourceIsCaptured(int parallelism, Warehouse warehouse) throws Exception {
        warehouse.parallelism(parallelism).startStreaming();

        warehouse
                .sql()
                .execute(
                        "INSERT INTO power_user VALUES (1, '张三', '居民', 9, '上海市')",
                        "INSERT INTO power_consumption VALUES (1, 1, 10.00, 7.00, '2024-01-31 10:00')");

        warehouse.awaitEqualToOracleWithoutRestart();
        await("the row is served").atMost(Warehouse.PATIENCE).untilAsserted(() -> assertThat(
                        warehouse.sql().query("SELECT dashboard_id, total_consumption FROM ads_power_dashboard"))
                .containsExactly("DASHBOARD_9_2024-01-31 | 10.00"));
    }
}
