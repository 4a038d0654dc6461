package io.gridhouse.bench.ceiling;

import io.gridhouse.bench.ceiling.CeilingCommand.Timed;
import io.gridhouse.console.run.LocalCluster;
import io.gridhouse.core.cdc.BeforeSnapshot;
import io.gridhouse.core.cdc.Capture;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerTables;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The warehouse's own capture with nothing behind it: the snapshot, then the backlog of the slot. */
final class CdcCeiling {

    private static final long PATIENCE_SECONDS = 1_800;

    private CdcCeiling() {}

    static void run(Settings settings, Path home, long snapshot, long changes, Timed timed) throws Exception {
        try (LocalCluster cluster = LocalCluster.start(home.toAbsolutePath(), 1)) {
            cluster.submit("cdc-ceiling", Map.of(), environment -> define(environment, settings));
            if (!CountingSink.awaitMarker(PATIENCE_SECONDS)) {
                throw new IllegalStateException(
                        "The reader did not reach the end of the backlog; its last failure: " + cluster.failure());
            }
            timed.note("cdc-snapshot", snapshot, CountingSink.snapshotSeconds());
            timed.note("cdc-stream", changes, CountingSink.streamSeconds());
            cluster.cancel();
        }
    }

    private static void define(StreamExecutionEnvironment environment, Settings settings) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.get(GridhouseOptions.CHECKPOINT_INTERVAL));
        environment.configure(flink);
        environment.setParallelism(1);
        Capture capture = Capture.of(environment, settings.capture(), PowerTables.captured(), BeforeSnapshot.NOTHING);
        capture.changes(PowerTables.SOURCE_CONSUMPTION).sinkTo(new CountingSink<>());
        capture.changes(PowerTables.SOURCE_USER).sinkTo(new CountingSink<>());
    }
}
