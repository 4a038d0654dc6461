package io.gridhouse.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerJobGraphTest {

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aSavepointFitsAtEveryParallelism(int parallelism) {
        Map<OperatorID, Integer> atOne = maxParallelisms(1);

        assertThat(maxParallelisms(parallelism)).isNotEmpty().isEqualTo(atOne);
    }

    @Test
    void theFirstCheckpointComesWhenTasksHadTimeToStart() {
        assertThat(pauseMillis("warehouse.checkpoint-interval", "30s")).isEqualTo(10_000);
        assertThat(pauseMillis("flink.execution.checkpointing.interval", "3s")).isEqualTo(1_000);
        assertThat(pauseMillis("flink.execution.checkpointing.min-pause", "2s")).isEqualTo(2_000);
    }

    @Test
    void aCheckpointIsWrittenInLargePiecesUnlessFlinksConfigurationSaysOtherwise() {
        assertThat(writeBufferBytes("warehouse.checkpoint-interval", "30s")).isEqualTo(256 * 1024);
        assertThat(writeBufferBytes("flink.execution.checkpointing.write-buffer-size", "65536"))
                .isEqualTo(65_536);
        assertThat(writeBufferBytes("flink.state.backend.fs.write-buffer-size", "65536"))
                .as("by its old key")
                .isEqualTo(65_536);
        Configuration cluster = new Configuration().set(CheckpointingOptions.FS_WRITE_BUFFER_SIZE, 32_768);
        assertThat(writeBufferBytes(
                        defined(new StreamExecutionEnvironment(cluster), "warehouse.checkpoint-interval", "30s")))
                .as("of the cluster's configuration")
                .isEqualTo(32_768);
    }

    @Test
    void stateIsCompressedUnlessFlinksConfigurationSaysOtherwise() {
        assertThat(compresses("warehouse.checkpoint-interval", "30s")).isTrue();
        assertThat(compresses("flink.execution.checkpointing.snapshot-compression", "false"))
                .isFalse();
    }

    @Test
    void stateInRocksDbIsWrittenByNewFilesAndFiltersKeysUnlessFlinksConfigurationSaysOtherwise() {
        Configuration byDefault = jobConfiguration(defined("flink.state.backend.type", "rocksdb"));
        for (ConfigOption<Boolean> option :
                List.of(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, RocksDBConfigurableOptions.USE_BLOOM_FILTER)) {
            assertThat(byDefault.get(option)).isTrue();
            assertThat(jobConfiguration(defined("flink." + option.key(), "false"))
                            .get(option))
                    .isFalse();
            StreamExecutionEnvironment cluster = new StreamExecutionEnvironment(new Configuration().set(option, false));
            assertThat(jobConfiguration(defined(cluster, "warehouse.checkpoint-interval", "30s"))
                            .get(option))
                    .as("of the cluster's configuration")
                    .isFalse();
        }
        assertThat(jobConfiguration(defined("flink.state.backend.incremental", "false"))
                        .get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS))
                .as("by its old key")
                .isFalse();
    }

    private static Configuration jobConfiguration(StreamExecutionEnvironment environment) {
        return environment.getStreamGraph().getJobGraph().getJobConfiguration();
    }

    private static boolean compresses(String key, String value) {
        return defined(key, value).getConfig().isUseSnapshotCompression();
    }

    private static int writeBufferBytes(String key, String value) {
        return writeBufferBytes(defined(key, value));
    }

    private static int writeBufferBytes(StreamExecutionEnvironment environment) {
        return jobConfiguration(environment).get(CheckpointingOptions.FS_WRITE_BUFFER_SIZE);
    }

    private static long pauseMillis(String key, String value) {
        return defined(key, value).getCheckpointConfig().getMinPauseBetweenCheckpoints();
    }

    /** By operator: what Flink compares when it restores. An operator has that of the chain it is in. */
    private static Map<OperatorID, Integer> maxParallelisms(int parallelism) {
        Map<OperatorID, Integer> all = new HashMap<>();
        StreamExecutionEnvironment environment = defined("warehouse.parallelism", Integer.toString(parallelism));
        for (JobVertex vertex : environment.getStreamGraph().getJobGraph().getVertices()) {
            for (OperatorIDPair operator : vertex.getOperatorIDs()) {
                all.put(
                        operator.getUserDefinedOperatorID().orElse(operator.getGeneratedOperatorID()),
                        vertex.getMaxParallelism());
            }
        }
        return all;
    }

    private static StreamExecutionEnvironment defined(String key, String value) {
        return defined(new StreamExecutionEnvironment(), key, value);
    }

    private static StreamExecutionEnvironment defined(
            StreamExecutionEnvironment environment, String key, String value) {
        PowerJob.define(
                environment,
                PowerOptions.read(
                        null,
                        Map.of(),
                        Map.of(
                                "source.user",
                                "source",
                                "source.password",
                                "none",
                                "sink.user",
                                "sink",
                                "sink.password",
                                "none",
                                key,
                                value)));
        return environment;
    }
}
