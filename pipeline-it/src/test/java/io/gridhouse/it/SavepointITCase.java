package io.gridhouse.it;

import static org.awaitility.Awaitility.await;

import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.PowerLoad;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job that is stopped with a savepoint goes on from it, whatever happened meanwhile. */
@ExtendWith(WarehouseExtension.class)
class SavepointITCase {

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

    private static void awaitMore(PowerLoad load) {
        long changes = load.counts().changes();
        await().atMost(Warehouse.PATIENCE).until(() -> load.counts().changes() > changes + 300);
    }
}
