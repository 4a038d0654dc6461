package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.console.verify.LayerResult;
import io.gridhouse.console.verify.Verification;
import io.gridhouse.power.PowerLayer;
import io.gridhouse.power.PowerTables;
import io.gridhouse.power.UserDailyStats;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One job per layer: each can be stopped, rescaled and restored alone, and all of them can fail. */
@ExtendWith(WarehouseExtension.class)
class LayeredITCase {

    private static final LoadProfile PROFILE = LoadProfile.builder()
            .seed(21)
            .users(300)
            .readings(3_000)
            .badShare(0.01)
            .userChangeShare(0.1)
            .build();

    @ParameterizedTest(name = "{0}")
    @EnumSource(PowerLayer.class)
    void aLayerIsStoppedAndRestoredAtAnotherParallelismWhileTheOthersRun(PowerLayer layer, Warehouse warehouse)
            throws Exception {
        warehouse.loadHistory(PROFILE);
        try (LayeredRun run = LayeredRun.start(warehouse.settings(), warehouse.folder())) {
            warehouse.awaitStreaming();
            try (PowerLoad load = warehouse.startLoad(PROFILE, 300)) {
                awaitMore(load);
                String savepoint = run.stopWithSavepoint(layer);
                awaitMore(load);
                run.start(layer, warehouse.parallelism(2).settings(), savepoint);
                awaitMore(load);
            }
            awaitEqualToOracle(warehouse, run);
        }
    }

    @Test
    void allLayersFailAndWriteAgainWhatTheyWroteSinceTheirCheckpoints(Warehouse warehouse) throws Exception {
        warehouse.loadHistory(PROFILE);
        try (LayeredRun run = LayeredRun.start(warehouse.parallelism(2).settings(), warehouse.folder())) {
            warehouse.awaitStreaming();
            try (PowerLoad load = warehouse.startLoad(PROFILE, 300)) {
                awaitMore(load);
                run.checkpoint();
                awaitMore(load);
                run.killTaskManager();
                awaitMore(load);
            }
            awaitEqualToOracle(warehouse, run);
        }
    }

    /** A job that reads several tables or buckets reads them in another order again: what it wrote may have no reason then. */
    @Test
    void whatOnlyTheEarlierAttemptWroteIsTakenBack(Warehouse given) throws Exception {
        Warehouse warehouse =
                given.with("flink.execution.checkpointing.interval", "1 h").with("fluss.read-repair-after", "20 s");
        warehouse
                .sql()
                .execute(
                        "INSERT INTO power_user VALUES (1, '张三', '居民', 9, '上海市')",
                        "INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31'), (2, 1, 5, 1, '2024-01-31')");
        try (LayeredRun run = LayeredRun.start(warehouse.settings(), warehouse.folder());
                LateWriter earlier = new LateWriter(warehouse.settings().fluss(), PowerTables.DWD_DETAIL)) {
            awaitEqualToOracle(warehouse, run);
            run.checkpoint();
            earlier.copy(1, 11);
            earlier.delete(2);
            await("the layers above take it for the job's")
                    .atMost(Warehouse.PATIENCE)
                    .untilAsserted(() -> assertThat(warehouse.rows(PowerTables.DWS_USER_DAILY))
                            .extracting(UserDailyStats::totalConsumption)
                            .containsExactly(20_00L));
            long records = earlier.records();

            run.killTaskManager();
            await("the restored job puts rows back")
                    .atMost(Warehouse.PATIENCE)
                    .until(() -> earlier.records() > records);
            earlier.copy(1, 12);
            earlier.delete(1);

            awaitEqualToOracle(warehouse, run);
        }
    }

    private static void awaitMore(PowerLoad load) {
        long changes = load.counts().changes();
        await().atMost(Warehouse.PATIENCE).until(() -> load.counts().changes() > changes + 300);
    }

    private static void awaitEqualToOracle(Warehouse warehouse, LayeredRun run) throws Exception {
        await("all layers equal the oracle")
                .atMost(Warehouse.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast(run::assertNotTerminated)
                .untilAsserted(() -> assertThat(differences(warehouse)).isEmpty());
    }

    private static List<String> differences(Warehouse warehouse) throws Exception {
        return new Verification(warehouse.settings())
                .run().stream()
                        .filter(result -> !result.equal())
                        .map(LayeredITCase::describe)
                        .toList();
    }

    private static String describe(LayerResult result) {
        return result.table() + " differs: " + String.join("\n    ", result.examples());
    }
}
