package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.console.stack.EmbeddedPostgresServer;
import io.gridhouse.console.stack.PostgresOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.core.table.TableSpec;
import io.gridhouse.power.PowerOptions;
import io.gridhouse.power.PowerSetup;
import io.gridhouse.power.PowerTables;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints are complete, and a job that is stopped with a savepoint goes on from it, whatever happened meanwhile. */
@ExtendWith(WarehouseExtension.class)
class SavepointITCase {

    /** Of 16 MiB each: the WAL of a new server ends in its second or third. */
    private static final int SEGMENTS_AHEAD = 4;

    private static final LoadProfile PROFILE = LoadProfile.builder()
            .seed(12)
            .users(500)
            .readings(5_000)
            .badShare(0.01)
            .userChangeShare(0.1)
            .build();

    @ParameterizedTest(name = "{0}, parallelism {1}, {2}, {3}")
    @CsvSource({"hashmap, 1, 2, 1", "rocksdb, 2, 1, 2"})
    void aRestoredJobCatchesUp(String backend, int first, int second, int third, Warehouse warehouse) throws Exception {
        warehouse.with("flink.state.backend.type", backend);
        warehouse.loadHistory(PROFILE);
        PowerJobRun job = warehouse.parallelism(first).startStreaming();

        try (PowerLoad load = warehouse.startLoad(PROFILE, 300)) {
            awaitMore(load);
            String savepoint = job.stopWithSavepoint();
            awaitMore(load);
            job = warehouse.parallelism(second).startFrom(savepoint);
            warehouse.awaitStreaming();
            awaitMore(load);
            savepoint = job.stopWithSavepoint();
            awaitMore(load);
            load.stop();
            warehouse.parallelism(third).startFrom(savepoint);
        }

        warehouse.awaitEqualToOracleWithoutRestart();
    }

    /** With a client that sends rows 20 s after they came, unless it is asked to. */
    @Test
    void aCheckpointIsCompleteOnceFlussHasWhatCameBeforeIt(Warehouse warehouse) throws Exception {
        PowerJobRun job = warehouse
                .with("fluss.client.client.writer.batch-timeout", "20s")
                .with("flink.execution.checkpointing.interval", "1h")
                .startStreaming();
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        warehouse.awaitRows("SELECT total_consumption FROM ads_power_dashboard", "10.00");
        assertThat(warehouse.rows(PowerTables.DWS_REGION_DAILY)).isEmpty();

        job.checkpoint();

        for (TableSpec<?> table : List.of(
                PowerTables.ODS_CONSUMPTION,
                PowerTables.DWD_DETAIL,
                PowerTables.DWS_REGION_DAILY,
                PowerTables.DWS_USER_RANKING,
                PowerTables.ADS_DASHBOARD)) {
            assertThat(warehouse.rows(table)).as(table.name()).hasSize(1);
        }
    }

    /** As after a backup of the source was restored, or a standby took over that had not received everything. */
    @Test
    void aSavepointAheadOfTheServersWalIsRefused(Warehouse warehouse) throws Exception {
        PowerJobRun job = warehouse.startStreaming();
        for (int segment = 0; segment < SEGMENTS_AHEAD; segment++) {
            warehouse.sql().execute("CREATE TABLE segment_" + segment + " ()", "SELECT pg_switch_wal()");
        }
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        warehouse.awaitEqualToOracleWithoutRestart();
        String savepoint = job.stopWithSavepoint();

        Path folder = warehouse.folder().resolve("other");
        try (EmbeddedPostgresServer other = EmbeddedPostgresServer.start(PostgresOptions.in(folder))) {
            Map<String, String> flags = new HashMap<>(warehouse.flags());
            for (String side : List.of("source", "sink")) {
                flags.put(side + ".port", Integer.toString(other.port()));
                flags.put(side + ".database", other.database());
                flags.put(side + ".user", other.user());
            }
            Settings settings = PowerOptions.read(null, Map.of(), flags);
            PowerSetup setup = new PowerSetup(settings, step -> {});
            setup.createSourceTables();
            setup.init();
            try (PowerJobRun restored = PowerJobRun.start(settings, folder, savepoint)) {
                await("the job ends").atMost(Warehouse.PATIENCE).until(restored::isTerminated);
                assertThat(restored.describe())
                        .contains("was it restored, or has another server taken over?")
                        .contains("Start from a newer checkpoint or savepoint");
            }
        }
    }

    private static void awaitMore(PowerLoad load) {
        long changes = load.counts().changes();
        await().atMost(Warehouse.PATIENCE).until(() -> load.counts().changes() > changes + 300);
    }
}
