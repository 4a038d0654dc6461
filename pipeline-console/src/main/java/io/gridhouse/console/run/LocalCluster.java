package io.gridhouse.console.run;

import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerJob;
import io.gridhouse.power.PowerLayer;
import io.gridhouse.power.PowerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink mini cluster with Web UI in this process, and the power job on it. */
public final class LocalCluster implements AutoCloseable {

    /** TCP port of the Web UI, when it is free: Flink's default. */
    public static final int PREFERRED_WEB_PORT = 8081;

    private static final Duration SAVEPOINT_TIMEOUT = Duration.ofMinutes(5);
    private static final MemorySize NETWORK_MEMORY = MemorySize.ofMebiBytes(64);
    private static final MemorySize MANAGED_MEMORY = MemorySize.ofMebiBytes(64);

    private final MiniCluster cluster;
    private final Path home;
    private final Map<String, JobID> jobs = new LinkedHashMap<>();

    private LocalCluster(MiniCluster cluster, Path home) {
        this.cluster = cluster;
        this.home = home;
    }

    /**
     * Starts a cluster.
     *
     * @param home folder for checkpoints and temporary files
     * @param slots task slots: as many as the jobs' parallelisms together
     */
    public static LocalCluster start(Path home, int slots) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, "localhost");
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_PORT, Integer.toString(webPort()));
        configuration.set(CoreOptions.TMP_DIRS, home.resolve("tmp").toString());
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK_MEMORY);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK_MEMORY);
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY);
        configuration.setString("metrics.reporter.console.factory.class", JobMetrics.Factory.class.getName());
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
        cluster.start();
        return new LocalCluster(cluster, home);
    }

    /** The slots that the warehouse's jobs need. */
    public static int slots(Settings settings) {
        return settings.get(GridhouseOptions.PARALLELISM)
                * Math.max(1, PowerOptions.layers(settings).size());
    }

    private static int webPort() throws IOException {
        try (ServerSocket probe = new ServerSocket(PREFERRED_WEB_PORT, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException busy) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            }
        }
    }

    /** The Web UI's address. */
    public URI web() throws Exception {
        URI rest = cluster.getRestAddress().get();
        return new URI("http", null, "localhost", rest.getPort(), "/", null, null);
    }

    /**
     * Starts the warehouse: one job, or one per layer.
     *
     * @param savepoints what the jobs restore from, by job name; one that is missing starts anew
     */
    public void submit(Settings settings, Map<String, String> savepoints) throws Exception {
        List<PowerLayer> layers = PowerOptions.layers(settings);
        if (layers.isEmpty()) {
            submit(PowerJob.NAME, savepoints, environment -> PowerJob.define(environment, settings));
        }
        for (PowerLayer layer : layers) {
            submit(layer.jobName(), savepoints, environment -> PowerJob.define(environment, settings, layer));
        }
    }

    /**
     * Starts another job under the same conditions.
     *
     * @param name of the job
     * @param savepoints what jobs restore from, by job name; one that is missing starts anew
     * @param definition adds the job to an environment
     */
    public void submit(String name, Map<String, String> savepoints, Consumer<StreamExecutionEnvironment> definition)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.NAME, name);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                home.resolve("checkpoints").toUri().toString());
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(200));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(5));
        if (savepoints.containsKey(name)) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoints.get(name));
        }
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        definition.accept(environment);
        JobGraph graph = environment.getStreamGraph().getJobGraph();
        jobs.put(name, cluster.submitJob(graph).get().getJobID());
    }

    /** The names of the jobs, in the order of their start. */
    public Set<String> jobs() {
        return Collections.unmodifiableSet(jobs.keySet());
    }

    /** RUNNING when all jobs are; else the status of the first that isn't. */
    public JobStatus status() throws Exception {
        for (JobID job : jobs.values()) {
            JobStatus status = cluster.getJobStatus(job).get();
            if (status != JobStatus.RUNNING) {
                return status;
            }
        }
        return JobStatus.RUNNING;
    }

    /** How the checkpoints of all jobs went. */
    public CheckpointTotals checkpoints() throws Exception {
        long completed = 0;
        long failed = 0;
        for (JobID job : jobs.values()) {
            CheckpointStatsCounts counts = cluster.getExecutionGraph(job)
                    .get()
                    .getCheckpointStatsSnapshot()
                    .getCounts();
            completed += counts.getNumberOfCompletedCheckpoints();
            failed += counts.getNumberOfFailedCheckpoints();
        }
        return new CheckpointTotals(completed, failed);
    }

    /** Why a job failed last: the message of the innermost cause, on one line; null when none did. */
    public String failure() throws Exception {
        for (JobID job : jobs.values()) {
            var info = cluster.getExecutionGraph(job).get().getFailureInfo();
            if (info != null) {
                return FlinkRest.reason(info.getExceptionAsString());
            }
        }
        return null;
    }

    /** Stops the jobs, from the lowest layer up, and keeps their state; returns the savepoints' paths by job name. */
    public Map<String, String> stopWithSavepoint(Path folder) throws Exception {
        Map<String, String> savepoints = new LinkedHashMap<>();
        for (Map.Entry<String, JobID> job : jobs.entrySet()) {
            savepoints.put(
                    job.getKey(),
                    cluster.stopWithSavepoint(
                                    job.getValue(), folder.toUri().toString(), false, SavepointFormatType.CANONICAL)
                            .get(SAVEPOINT_TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        }
        return savepoints;
    }

    /** Ends the jobs without keeping their state, and waits for it. */
    public void cancel() throws Exception {
        for (JobID job : jobs.values()) {
            if (!cluster.getJobStatus(job).get().isGloballyTerminalState()) {
                cluster.cancelJob(job).get();
                cluster.requestJobResult(job).get();
            }
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
