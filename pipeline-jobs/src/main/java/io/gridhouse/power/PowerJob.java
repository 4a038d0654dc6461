package io.gridhouse.power;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.core.fluss.FlussTableSink;
import io.gridhouse.core.jdbc.PostgresTableSink;
import io.gridhouse.core.table.TableSpec;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The power warehouse as a Flink job. */
public final class PowerJob {

    /** The job's name. */
    public static final String NAME = "power";

    private PowerJob() {}

    /**
     * Adds the warehouse to an environment and sets what it needs of Flink: no Kryo, an explicit maximum parallelism,
     * exactly-once checkpoints. What the environment's configuration says of checkpoints stays.
     */
    public static void define(StreamExecutionEnvironment environment, Settings settings) {
        environment.configure(flink(settings, environment.getConfiguration()));
        environment.setParallelism(settings.get(GridhouseOptions.PARALLELISM));
        environment.setMaxParallelism(settings.get(GridhouseOptions.MAX_PARALLELISM));
        new PowerPipeline(tables(settings), settings.businessZone(), PowerOptions.rankingLimit(settings))
                .define(environment, settings.capture());
    }

    private static Configuration flink(Settings settings, ReadableConfig given) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        // Rows are immutable, so a chained operator may get the very object.
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        if (given.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL).isEmpty()) {
            flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.get(GridhouseOptions.CHECKPOINT_INTERVAL));
        }
        flink.addAll(settings.flink());
        return flink;
    }

    private static PowerPipeline.Tables tables(Settings settings) {
        return new PowerPipeline.Tables() {
            @Override
            public <T> Sink<Change<T>> layer(TableSpec<T> table) {
                return new FlussTableSink<>(settings.fluss(), table, settings.businessZone());
            }

            @Override
            public <T> Sink<Change<T>> served(TableSpec<T> table) {
                return new PostgresTableSink<>(settings.sink(), table, settings.businessZone());
            }
        };
    }
}
