package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.power.PowerTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parts fail while the job works; it recovers by itself, and ends right. */
@ExtendWith(WarehouseExtension.class)
class FailureITCase {

    private static final LoadProfile PROFILE = LoadProfile.builder()
            .seed(13)
            .users(500)
            .readings(5_000)
            .badShare(0.01)
            .userChangeShare(0.1)
            .build();

    private static final double RATE = 300;
    private static final int ENOUGH_LOOKS = 20;

    /** Longer than any test: no checkpoint but those that a test asks for. */
    private static final String NEVER = "1 h";

    /** How long tasks of an earlier attempt may still write; those of a killed TaskManager do not. */
    private static final String LATE_WRITES = "fluss.read-repair-after";

    @AtEachParallelism
    void aTaskManagerFailsUnderLoad(int parallelism, Warehouse warehouse) throws Exception {
        underLoad(warehouse.parallelism(parallelism), PowerJobRun::killTaskManager);
    }

    /** A checkpoint has only the files that are new, and refers to those of earlier ones. */
    @AtEachParallelism
    void aTaskManagerWithStateInRocksDbFailsUnderLoad(int parallelism, Warehouse warehouse) throws Exception {
        underLoad(warehouse.parallelism(parallelism).with("flink.state.backend.type", "rocksdb"), job -> {
            try (Stream<Path> jobs = Files.list(warehouse.folder().resolve("checkpoints"))) {
                assertThat(jobs).singleElement().satisfies(own -> assertThat(own.resolve("shared"))
                        .as("files that checkpoints share")
                        .isNotEmptyDirectory());
            }
            job.killTaskManager();
        });
    }

    @AtEachParallelism
    void theSinksSessionsAreTerminatedUnderLoad(int parallelism, Warehouse warehouse) throws Exception {
        underLoad(warehouse.parallelism(parallelism), job -> {
            long ended = warehouse
                    .sql()
                    .number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '"
                            + warehouse.settings().sink().user() + "'");
            assertThat(ended).as("sessions of the sink").isPositive();
        });
    }

    @AtEachParallelism
    void theWalSenderIsTerminatedUnderLoad(int parallelism, Warehouse warehouse) throws Exception {
        // Nobody reads the slot for a moment when the job starts to stream.
        underLoad(warehouse.parallelism(parallelism), job -> await("the slot's reader is terminated")
                .atMost(Warehouse.PATIENCE)
                .until(() -> warehouse
                                .sql()
                                .number("SELECT count(pg_terminate_backend(active_pid)) FROM pg_replication_slots"
                                        + " WHERE active AND slot_name = '" + warehouse.name() + "'")
                        == 1));
    }

    @AtEachParallelism
    void whatCameAndWentSinceTheCheckpointIsGone(int parallelism, Warehouse warehouse) throws Exception {
        PowerJobRun job = startWithoutCheckpoints(warehouse.parallelism(parallelism));
        job.awaitRunning();
        job.checkpoint();
        String totals = "SELECT region_id, stat_date, total_consumption FROM ads_power_dashboard ORDER BY 1, 2";
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        warehouse.awaitRows(totals, "0 | 2024-01-31 | 10.00");

        job.killTaskManager(() -> warehouse
                .sql()
                .execute(
                        "DELETE FROM power_consumption WHERE consumption_id = 1",
                        "INSERT INTO power_consumption VALUES (2, 2, 5, 1, '2024-02-01')"));

        warehouse.awaitEqualToOracle();
        warehouse.awaitRows(totals, "0 | 2024-02-01 | 5.00");
    }

    /** Its snapshot is read again then, and has what the earlier run streamed and what came since. */
    @AtEachParallelism
    void itFailsBeforeTheFirstCheckpoint(int parallelism, Warehouse warehouse) throws Exception {
        warehouse
                .sql()
                .execute(
                        "INSERT INTO power_user VALUES (1, '张三', '居民', 9, '上海市')",
                        "INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31'), (7, 1, 7, 1, '2024-02-03')");
        PowerJobRun job =
                startWithoutCheckpoints(warehouse.parallelism(parallelism).with(LATE_WRITES, "1 s"));
        // One by one, so that each is written, and the last deletion is the one that the sink remembers.
        for (String statement : List.of(
                "INSERT INTO power_consumption VALUES (8, 1, 8, 1, '2024-02-03')",
                "DELETE FROM power_consumption WHERE consumption_id = 8",
                "DELETE FROM power_consumption WHERE consumption_id = 7")) {
            warehouse.sql().execute(statement);
            warehouse.awaitEqualToOracle();
        }
        warehouse
                .sql()
                .execute(
                        "INSERT INTO power_consumption VALUES (9, 1, 9, 1, '2024-02-03')",
                        "INSERT INTO power_consumption VALUES (2, 1, 20, 1, '2024-01-31'), (3, 2, 5, 1, '2024-01-31'),"
                                + " (4, 1, 1, 1, '2024-02-01')",
                        "DELETE FROM power_consumption WHERE consumption_id = 4");
        warehouse.awaitEqualToOracle();

        job.killTaskManager(
                () -> warehouse
                        .sql()
                        .execute(
                                "INSERT INTO power_consumption VALUES (5, 1, 40, 1, '2024-01-31'), (6, 1, 2, 1, '2024-02-01')"));

        warehouse.awaitEqualToOracle();
        assertThat(job.restarts()).isPositive();
    }

    /** They are not in the snapshot that is read again, and were there before the slot, so no change tells of them. */
    @AtEachParallelism
    void rowsOfTheSnapshotAreDeletedBeforeTheFirstCheckpoint(int parallelism, Warehouse warehouse) throws Exception {
        warehouse.loadHistory(PROFILE);
        PowerJobRun job =
                startWithoutCheckpoints(warehouse.parallelism(parallelism).with(LATE_WRITES, "1 s"));
        warehouse.awaitEqualToOracle();

        job.killTaskManager(
                () -> warehouse.sql().execute("DELETE FROM power_consumption WHERE consumption_id % 2 = 0"));

        warehouse.awaitEqualToOracle();
        assertThat(job.restarts()).isPositive();
    }

    /** The next JobManager starts the job anew, and nothing tells it that it had an earlier run. */
    @AtEachParallelism
    void theJobManagerCrashesBeforeTheFirstCheckpoint(int parallelism, Warehouse warehouse) throws Exception {
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        startWithoutCheckpoints(warehouse.parallelism(parallelism).with(LATE_WRITES, "1 s"));
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (2, 1, 20, 1, '2024-02-01')");
        warehouse.awaitEqualToOracle();

        PowerJobRun next = warehouse.startAfter(
                () -> warehouse.sql().execute("DELETE FROM power_consumption WHERE consumption_id = 2"));

        next.awaitRunning();
        warehouse.awaitEqualToOracleWithoutRestart();
    }

    @AtEachParallelism
    void whatChangedThereAndBackSinceTheCheckpointIsAsItWas(int parallelism, Warehouse warehouse) throws Exception {
        warehouse
                .sql()
                .execute(
                        "INSERT INTO power_user VALUES (1, '张三', '居民', 9, '上海市')",
                        "INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        PowerJobRun job = startWithoutCheckpoints(warehouse.parallelism(parallelism));
        String totals = "SELECT region_id, stat_date, total_consumption FROM ads_power_dashboard ORDER BY 1, 2";
        warehouse.awaitRows(totals, "9 | 2024-01-31 | 10.00");
        job.checkpoint();
        warehouse.sql().execute("UPDATE power_user SET region_id = 10, region_name = '江苏省'");
        warehouse.awaitRows(totals, "10 | 2024-01-31 | 10.00");

        job.killTaskManager(() -> warehouse.sql().execute("UPDATE power_user SET region_id = 9, region_name = '上海市'"));

        warehouse.awaitEqualToOracle();
    }

    /** Fluss keeps the row that comes last, and tasks can outlive their attempt. */
    @AtEachParallelism
    void whatATaskOfTheEarlierAttemptWritesLateIsRepaired(int parallelism, Warehouse warehouse) throws Exception {
        PowerJobRun job =
                startWithoutCheckpoints(warehouse.parallelism(parallelism).with(LATE_WRITES, "30 s"));
        job.awaitRunning();
        job.checkpoint();
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        warehouse.awaitEqualToOracle();
        try (LateWriter late = new LateWriter(warehouse.settings().fluss(), PowerTables.DWD_DETAIL)) {
            long records = late.records();
            job.killTaskManager();
            await("the restored job writes the row again")
                    .atMost(Warehouse.PATIENCE)
                    .until(() -> late.records() > records);
            late.delete(1);
            assertThat(warehouse.rows(PowerTables.DWD_DETAIL)).as("details").isEmpty();
        }

        warehouse.awaitEqualToOracle();
    }

    private static PowerJobRun startWithoutCheckpoints(Warehouse warehouse) throws Exception {
        return warehouse.with("flink.execution.checkpointing.interval", NEVER).startStreaming();
    }

    /** What is done to the running job. */
    @FunctionalInterface
    private interface Fault {
        void strike(PowerJobRun job) throws Exception;
    }

    private static void underLoad(Warehouse warehouse, Fault fault) throws Exception {
        warehouse.loadHistory(PROFILE);
        PowerJobRun job = warehouse.startStreaming();
        // From here on no row stands at the snapshot's position; until here rows may go back (ADR 3).
        warehouse.awaitEqualToOracle();
        try (SinkWatch watch = SinkWatch.start(warehouse.session());
                PowerLoad load = warehouse.startLoad(PROFILE, RATE)) {
            awaitMore(load);
            job.awaitCheckpoint();
            int restarts = job.restarts();
            fault.strike(job);
            job.awaitRestartAfter(restarts);
            warehouse.awaitStreaming();
            awaitMore(load);
            load.stop();
            warehouse.awaitEqualToOracle();

            assertThat(watch.looks()).as("looks at the sink").isGreaterThan(ENOUGH_LOOKS);
            assertThat(watch.rowsChanged()).as("changes seen").isPositive();
            assertThat(watch.stepsBack()).isEmpty();
        }
    }

    private static void awaitMore(PowerLoad load) {
        long changes = load.counts().changes();
        await().atMost(Warehouse.PATIENCE).until(() -> load.counts().changes() > changes + 300);
    }
}
