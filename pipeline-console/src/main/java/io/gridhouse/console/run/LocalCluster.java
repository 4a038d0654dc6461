package io.gridhouse.console.run;

import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerJob;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
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
    private JobID job;

    private LocalCluster(MiniCluster cluster, Path home) {
        this.cluster = cluster;
        this.home = home;
    }

    /**
     * Starts a cluster.
     *
     * @param home folder for checkpoints and temporary files
     * @param slots task slots, at least the job's parallelism
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
     * Starts the power job.
     *
     * @param savepoint what it restores from; null to start anew
     */
    public void submit(Settings settings, String savepoint) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.NAME, PowerJob.NAME);
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
        if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        PowerJob.define(environment, settings);
        JobGraph graph = environment.getStreamGraph().getJobGraph();
        job = cluster.submitJob(graph).get().getJobID();
    }

    /** The job's status. */
    public JobStatus status() throws Exception {
        return cluster.getJobStatus(job).get();
    }

    /** How the job's checkpoints went. */
    public CheckpointStatsSnapshot checkpoints() throws Exception {
        return cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot();
    }

    /** Why the job failed last; null when it did not. */
    public Throwable failure() throws Exception {
        var info = cluster.getExecutionGraph(job).get().getFailureInfo();
        return info == null ? null : info.getException();
    }

    /** Stops the job and keeps its state; returns the savepoint's path. */
    public String stopWithSavepoint(Path folder) throws Exception {
        return cluster.stopWithSavepoint(job, folder.toUri().toString(), false, SavepointFormatType.CANONICAL)
                .get(SAVEPOINT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Ends the job without keeping its state, and waits for it. */
    public void cancel() throws Exception {
        if (job != null && !status().isGloballyTerminalState()) {
            cluster.cancelJob(job).get();
            cluster.requestJobResult(job).get();
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
