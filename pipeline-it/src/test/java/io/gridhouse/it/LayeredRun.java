package io.gridhouse.it;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerJob;
import io.gridhouse.power.PowerLayer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The warehouse as one job per layer, on a Flink cluster of its own with two slots per layer. */
final class LayeredRun implements AutoCloseable {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
    private static final int SLOTS = 2 * PowerLayer.values().length;

    private final MiniCluster cluster;
    private final Path folder;
    private final Map<PowerLayer, JobID> jobs = new EnumMap<>(PowerLayer.class);
    private int taskManager;

    private LayeredRun(MiniCluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    /**
     * Starts the jobs of all layers.
     *
     * @param folder for checkpoints and savepoints
     */
    static LayeredRun start(Settings settings, Path folder) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .withRandomPorts()
                .build());
        cluster.start();
        LayeredRun run = new LayeredRun(cluster, folder);
        try {
            for (PowerLayer layer : PowerLayer.values()) {
                run.start(layer, settings, null);
            }
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
        return run;
    }

    /** Starts the job of one layer; {@code savepoint} is null to start anew. */
    void start(PowerLayer layer, Settings settings, String savepoint) throws Exception {
        StreamExecutionEnvironment environment = PowerJobRun.environment(folder, CHECKPOINT_INTERVAL);
        PowerJob.define(environment, settings, layer);
        JobGraph graph = environment.getStreamGraph().getJobGraph();
        if (savepoint != null) {
            graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(savepoint, false, RecoveryClaimMode.NO_CLAIM));
        }
        get(cluster.submitJob(graph));
        jobs.put(layer, graph.getJobID());
        await("the job of " + layer + " runs")
                .atMost(Warehouse.PATIENCE)
                .failFast(() -> assertNotTerminated(layer))
                .until(() -> status(layer) == JobStatus.RUNNING && allTasksRun(layer));
    }

    private boolean allTasksRun(PowerLayer layer) throws Exception {
        for (AccessExecutionVertex vertex :
                get(cluster.getExecutionGraph(jobs.get(layer))).getAllExecutionVertices()) {
            if (vertex.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
        }
        return true;
    }

    /** Stops one layer's job while the others run; returns where its savepoint lies. */
    String stopWithSavepoint(PowerLayer layer) throws Exception {
        return get(cluster.stopWithSavepoint(
                jobs.get(layer),
                folder.resolve("savepoints").toUri().toString(),
                false,
                SavepointFormatType.CANONICAL));
    }

    /** Waits until each job has completed one more checkpoint. */
    void checkpoint() throws Exception {
        for (JobID job : jobs.values()) {
            get(cluster.triggerCheckpoint(job));
        }
    }

    /** Ends the TaskManager with the tasks of all jobs, and starts another one. */
    void killTaskManager() throws Exception {
        get(cluster.terminateTaskManager(taskManager));
        cluster.startTaskManager();
        taskManager++;
    }

    private JobStatus status(PowerLayer layer) throws Exception {
        return get(cluster.getJobStatus(jobs.get(layer)));
    }

    private void assertNotTerminated(PowerLayer layer) throws Exception {
        if (status(layer).isGloballyTerminalState()) {
            ErrorInfo failure = get(cluster.getExecutionGraph(jobs.get(layer))).getFailureInfo();
            fail("The job of %s has ended: %s"
                    .formatted(layer, failure == null ? status(layer) : failure.getExceptionAsString()));
        }
    }

    /** Fails when the job of a layer has ended. */
    void assertNotTerminated() throws Exception {
        for (PowerLayer layer : jobs.keySet()) {
            assertNotTerminated(layer);
        }
    }

    private static <T> T get(CompletableFuture<? extends T> future) throws Exception {
        return future.get(Warehouse.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Cancels the jobs where they run, and stops the cluster. */
    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
