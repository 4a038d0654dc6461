package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.console.verify.LayerResult;
import io.gridhouse.console.verify.Verification;
import io.gridhouse.power.PowerLayer;
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
