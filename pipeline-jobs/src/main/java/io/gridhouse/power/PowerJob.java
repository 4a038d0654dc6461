package io.gridhouse.power;

import io.gridhouse.JobArguments;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.core.config.SettingsException;
import io.gridhouse.core.preflight.JobRecovery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.client.deployment.executors.LocalExecutor;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The power warehouse as a Flink job. */
public final class PowerJob {

    /** The job's name. */
    public static final String NAME = "power";

    /**
     * Each record is passed on at once: a bundle is complete when it is sent, so nothing is gained by waiting. Flink's 100 ms
     * count once per shuffle. At 2 ms each shuffle has a thread that wakes up 500 times a second: 19 % of the samples of
     * five jobs at 1,000 changes/s. Measured in turn, 2 ms against 0: p50 17 and 12 ms, p99 at 3,000/s 290 and 130 ms.
     */
    private static final Duration BUFFER_TIMEOUT = Duration.ZERO;

    /**
     * Bytes that a checkpoint hands to its file at once, and that each state of a subtask takes while it is written. Flink
     * has 20 KiB: {@code RowSnapshotBenchmark} compares them.
     */
    public static final int CHECKPOINT_BUFFER_BYTES = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(PowerJob.class);

    /** Where {@code gridhouse stack} says how it is reached. */
    private static final Path STACK_CONFIG = Path.of(".gridhouse", "stack", "gridhouse.yaml");

    private PowerJob() {}

    /**
     * Checks everything and starts the job in the environment it runs in: a cluster by {@code flink run}, or a local
     * mini cluster in an IDE. Without {@code --config} it takes what {@code gridhouse stack} wrote, if it is there.
     */
    public static void main(String[] arguments) throws Exception {
        JobArguments parsed = JobArguments.parse(List.of(arguments));
        Path config = parsed.config() == null && Files.exists(STACK_CONFIG) ? STACK_CONFIG : parsed.config();
        Settings settings = PowerOptions.read(config, System.getenv(), parsed.options());
        LOG.info("Settings of the power warehouse:\n{}", settings.print());
        if (parsed.printConfig()) {
            return;
        }
        List<PowerLayer> layers = PowerOptions.layers(settings);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        boolean restores = environment
                .getConfiguration()
                .getOptional(StateRecoveryOptions.SAVEPOINT_PATH)
                .isPresent();
        if (restores && layers.size() > 1) {
            throw new SettingsException("A savepoint is that of one job, but jobs of the layers " + layers
                    + " would start from it: name its layer with --layers");
        }
        if (JobRecovery.isUnderWay(environment.getConfiguration())) {
            LOG.info("The job is recovered by its cluster: nothing is checked");
        } else {
            PowerPreflight.check(settings, layers, restores);
        }
        if (layers.isEmpty()) {
            define(environment, settings);
            environment.execute(NAME);
        } else {
            start(layers, settings);
        }
    }

    /** Starts one job per layer. A client that is attached to its jobs waits for them. */
    private static void start(List<PowerLayer> layers, Settings settings) throws Exception {
        List<JobClient> jobs = new ArrayList<>();
        boolean waits = false;
        for (PowerLayer layer : layers) {
            StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
            define(environment, settings, layer);
            ReadableConfig configuration = environment.getConfiguration();
            waits = configuration.get(DeploymentOptions.ATTACHED)
                    || LocalExecutor.NAME.equals(configuration.get(DeploymentOptions.TARGET));
            jobs.add(environment.executeAsync(layer.jobName()));
        }
        if (waits) {
            for (JobClient job : jobs) {
                job.getJobExecutionResult().get();
            }
        }
    }

    /**
     * Adds the whole warehouse to an environment and sets what it needs of Flink: no Kryo, an explicit maximum
     * parallelism, exactly-once checkpoints. What the environment's configuration says of checkpoints stays.
     *
     * @throws SettingsException when it says that they are unaligned
     */
    public static void define(StreamExecutionEnvironment environment, Settings settings) {
        pipeline(environment, settings, null).define(environment, settings.capture());
    }

    /** Adds one layer of the warehouse to an environment, with the same settings. */
    public static void define(StreamExecutionEnvironment environment, Settings settings, PowerLayer layer) {
        pipeline(environment, settings, layer).define(layer, environment, settings.capture(), settings.fluss());
    }

    private static PowerPipeline pipeline(StreamExecutionEnvironment environment, Settings settings, PowerLayer layer) {
        environment.configure(flink(settings, environment.getConfiguration()));
        PowerPreflight.requireAlignedCheckpoints(environment.getConfiguration());
        environment.setParallelism(settings.get(GridhouseOptions.PARALLELISM));
        environment.setMaxParallelism(settings.get(GridhouseOptions.MAX_PARALLELISM));
        return new PowerPipeline(
                new PowerLayerTables(settings, layer), settings.businessZone(), PowerOptions.rankingLimit(settings));
    }

    private static Configuration flink(Settings settings, ReadableConfig given) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        // Rows are immutable, so a chained operator may get the very object.
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.addAll(settings.flink());
        setUnlessNamed(
                flink,
                given,
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                settings.get(GridhouseOptions.CHECKPOINT_INTERVAL));
        setUnlessNamed(flink, given, ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
        setUnlessNamed(flink, given, CheckpointingOptions.FS_WRITE_BUFFER_SIZE, CHECKPOINT_BUFFER_BYTES);
        // Flink restores state on the heap through no buffer, one call of the system per byte or two; a compressed
        // block is read at once.
        setUnlessNamed(flink, given, ExecutionOptions.SNAPSHOT_COMPRESSION, true);
        // For state in RocksDB; the heap knows neither. A checkpoint copies the files that are new, and not all state.
        // What is not there, such as each new reading, is looked for in few files.
        setUnlessNamed(flink, given, CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        setUnlessNamed(flink, given, RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
        pauseBetweenCheckpoints(flink, given);
        // The capture refuses them while the snapshot is read (ADR 8): there is no point in asking.
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL_DURING_BACKLOG, Duration.ZERO);
        return flink;
    }

    /** Sets an option that neither the job's settings nor the cluster's name, by any of its keys. */
    private static <V> void setUnlessNamed(Configuration flink, ReadableConfig given, ConfigOption<V> option, V value) {
        if (flink.getOptional(option).isEmpty() && given.getOptional(option).isEmpty()) {
            flink.set(option, value);
        }
    }

    /**
     * Sets a third of the interval, unless someone named a pause. Flink triggers the first checkpoint between the pause
     * and the interval: with no pause, tasks may not run yet, and the checkpoint counts as failed.
     */
    private static void pauseBetweenCheckpoints(Configuration flink, ReadableConfig given) {
        ConfigOption<Duration> interval = CheckpointingOptions.CHECKPOINTING_INTERVAL;
        flink.getOptional(interval)
                .or(() -> given.getOptional(interval))
                .ifPresent(time -> setUnlessNamed(
                        flink, given, CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, time.dividedBy(3)));
    }
}
