package io.gridhouse.it;

import static org.awaitility.Awaitility.await;

import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The power job on a Flink cluster of its own, with one single-slot TaskManager per unit of parallelism. */
final class PowerJobRun implements AutoCloseable {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);

    private final MiniCluster cluster;
    private final JobID job;
    private final Path savepoints;
    private int lastTaskManager;

    private PowerJobRun(MiniCluster cluster, JobID job, Path savepoints, int taskManagers) {
        this.cluster = cluster;
        this.job = job;
        this.savepoints = savepoints;
        this.lastTaskManager = taskManagers - 1;
    }

    /**
     * Starts the job.
     *
     * @param folder for checkpoints and savepoints
     * @param savepoint null to start with the snapshot
     */
    static PowerJobRun start(Settings settings, Path folder, String savepoint) throws Exception {
        JobGraph graph = graph(settings, folder);
        if (savepoint != null) {
            graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(savepoint, false, RecoveryClaimMode.NO_CLAIM));
        }
        int taskManagers = settings.get(GridhouseOptions.PARALLELISM);
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(clusterConfiguration())
                .setNumTaskManagers(taskManagers)
                .setNumSlotsPerTaskManager(1)
                .withRandomPorts()
                .build());
        cluster.start();
        try {
            cluster.submitJob(graph).get();
        } catch (ExecutionException e) {
            cluster.close();
            throw e;
        }
        return new PowerJobRun(cluster, graph.getJobID(), folder.resolve("savepoints"), taskManagers);
    }

    private static JobGraph graph(Settings settings, Path folder) {
        StreamExecutionEnvironment environment = environment(folder, CHECKPOINT_INTERVAL);
        PowerJob.define(environment, settings);
        return environment.getStreamGraph().getJobGraph();
    }

    /** For a job that keeps its checkpoints in a folder and restarts at once, as often as it fails. */
    static StreamExecutionEnvironment environment(Path folder, Duration checkpointInterval) {
        Configuration flink = new Configuration();
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        return new StreamExecutionEnvironment(flink);
    }

    private static Configuration clusterConfiguration() {
        Configuration cluster = new Configuration();
        cluster.set(RestOptions.BIND_PORT, "0");
        cluster.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        cluster.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        return cluster;
    }

    /** Flink's name of the job's status. */
    String status() throws Exception {
        return get(cluster.getJobStatus(job)).name();
    }

    /** Whether the job has ended and will not restart. */
    boolean isTerminated() throws Exception {
        return get(cluster.getJobStatus(job)).isGloballyTerminalState();
    }

    /** The status of the job and its tasks, and why it failed last. */
    String describe() {
        AccessExecutionGraph graph = graph();
        StringBuilder text = new StringBuilder(graph.getState().name());
        for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
            text.append("\n")
                    .append(vertex.getTaskNameWithSubtaskIndex())
                    .append(" ")
                    .append(vertex.getExecutionState());
        }
        ErrorInfo failure = graph.getFailureInfo();
        return text + (failure == null ? "" : "\nfailed last: " + failure.getExceptionAsString());
    }

    /** How often the job was restarted. */
    int restarts() {
        int restarts = 0;
        for (AccessExecutionVertex vertex : graph().getAllExecutionVertices()) {
            restarts = Math.max(restarts, vertex.getCurrentExecutionAttempt().getAttemptNumber());
        }
        return restarts;
    }

    private long completedCheckpoints() {
        return graph().getCheckpointStatsSnapshot().getCounts().getNumberOfCompletedCheckpoints();
    }

    /** Waits until a checkpoint that begins from now on is complete. */
    void awaitCheckpoint() {
        // The next to end may have begun already.
        long enough = completedCheckpoints() + 2;
        await("two more checkpoints").atMost(Warehouse.PATIENCE).until(() -> completedCheckpoints() >= enough);
    }

    /** Waits until the job was restarted more often than it was, and all its tasks run. */
    void awaitRestartAfter(int before) {
        await("the job recovers")
                .atMost(Warehouse.PATIENCE)
                .until(() -> restarts() > before && status().equals(JobStatus.RUNNING.name()) && allTasksRun());
    }

    private boolean allTasksRun() {
        for (AccessExecutionVertex vertex : graph().getAllExecutionVertices()) {
            if (!vertex.getExecutionState().name().equals("RUNNING")) {
                return false;
            }
        }
        return true;
    }

    void awaitRunning() {
        await("all tasks run").atMost(Warehouse.PATIENCE).until(this::allTasksRun);
    }

    /** Completes a checkpoint now; the slot may be read before the last task runs, and Flink refuses one then. */
    void checkpoint() throws Exception {
        awaitRunning();
        get(cluster.triggerCheckpoint(job));
    }

    /** Something that is done to the source while the job is down. */
    @FunctionalInterface
    interface Meanwhile {
        void happens() throws Exception;
    }

    /** Ends a TaskManager with the tasks it runs, and starts another one. */
    void killTaskManager() throws Exception {
        killTaskManager(() -> {});
    }

    /** Ends a TaskManager with the tasks it runs, and starts another one after something else happened. */
    void killTaskManager(Meanwhile meanwhile) throws Exception {
        get(cluster.terminateTaskManager(lastTaskManager));
        meanwhile.happens();
        cluster.startTaskManager();
        lastTaskManager++;
    }

    /** Takes a savepoint, and goes on; returns where it lies. */
    String savepoint() throws Exception {
        awaitRunning();
        return get(cluster.triggerSavepoint(job, savepoints.toUri().toString(), false, SavepointFormatType.CANONICAL));
    }

    /** Stops the job once all its tasks run; returns where its savepoint lies. */
    String stopWithSavepoint() throws Exception {
        awaitRunning();
        return get(cluster.stopWithSavepoint(job, savepoints.toUri().toString(), false, SavepointFormatType.CANONICAL));
    }

    private AccessExecutionGraph graph() {
        try {
            return get(cluster.getExecutionGraph(job));
        } catch (Exception e) {
            throw new IllegalStateException("Flink does not tell the job's state: " + e.getMessage(), e);
        }
    }

    private static <T> T get(CompletableFuture<? extends T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(Warehouse.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Cancels the job where it runs, and stops the cluster. */
    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
