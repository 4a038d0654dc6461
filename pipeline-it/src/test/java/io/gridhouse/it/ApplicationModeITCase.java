package io.gridhouse.it;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.gridhouse.console.verify.LayerResult;
import io.gridhouse.console.verify.Verification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.fluss.shaded.zookeeper3.org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.fluss.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A cluster per job, as on Kubernetes: the JobManager runs the job's main method, again after each of its own starts. Here with
 * ZooKeeper as its high availability, and processes instead of pods.
 */
@ExtendWith(WarehouseExtension.class)
class ApplicationModeITCase {

    private static final int TICK_MILLIS = 500;

    /** More than the main method takes. */
    private static final Duration MAIN_METHOD = Duration.ofSeconds(15);

    private final List<Process> processes = new ArrayList<>();
    private NIOServerCnxnFactory zooKeeper;

    @BeforeEach
    void startZooKeeper(Warehouse warehouse) throws Exception {
        Path data = Files.createDirectories(warehouse.folder().resolve("zookeeper"));
        zooKeeper = new NIOServerCnxnFactory();
        zooKeeper.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        zooKeeper.startup(new ZooKeeperServer(data.toFile(), data.toFile(), TICK_MILLIS));
    }

    @AfterEach
    void end() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        zooKeeper.shutdown();
    }

    @Test
    void aJobManagerThatIsStartedAgainGoesOnFromTheLastCheckpoint(Warehouse warehouse) throws Exception {
        writeConfiguration(warehouse);
        Process jobManager = startJobManager(warehouse, "first");
        Process taskManager = startTaskManager(warehouse);
        awaitStreaming(warehouse, jobManager);
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        warehouse.awaitRows("SELECT total_consumption FROM ads_power_dashboard", "10.00");
        awaitCheckpoint(warehouse);

        jobManager.destroyForcibly().waitFor();
        // It would work on until it misses the JobManager.
        taskManager.destroyForcibly().waitFor();
        warehouse
                .sql()
                .execute(
                        "DELETE FROM power_consumption WHERE consumption_id = 1",
                        "INSERT INTO power_consumption VALUES (2, 1, 20, 1, '2024-02-01')");
        Process again = startJobManager(warehouse, "second");
        startTaskManager(warehouse);

        Verification verification = new Verification(warehouse.settings());
        await("all layers equal the oracle")
                .atMost(Warehouse.PATIENCE)
                .failFast(() -> requireAlive(again, output(warehouse, "second")))
                .until(() -> verification.run().stream().allMatch(LayerResult::equal));
        // Flink recovers the job beside the main method, whose failure ends the JobManager some seconds later.
        await("the JobManager lives on")
                .atMost(Warehouse.PATIENCE)
                .during(MAIN_METHOD)
                .until(again::isAlive);
    }

    private static void awaitStreaming(Warehouse warehouse, Process jobManager) {
        await("the job streams from its slot")
                .atMost(Warehouse.PATIENCE)
                .failFast(() -> requireAlive(jobManager, output(warehouse, "first")))
                .until(() -> warehouse.slot("active").equals("t"));
    }

    /** The folder goes with the test, so what was printed stands in the message. */
    private static void requireAlive(Process jobManager, Path output) throws IOException {
        if (!jobManager.isAlive()) {
            fail("The JobManager ended with code %d; it printed%n%s", jobManager.exitValue(), Files.readString(output));
        }
    }

    private static Path output(Warehouse warehouse, String name) {
        return warehouse.folder().resolve(name + ".out");
    }

    /** The file of a checkpoint's end is written last. */
    private static void awaitCheckpoint(Warehouse warehouse) {
        await("a checkpoint").atMost(Warehouse.PATIENCE).until(() -> {
            Path checkpoints = warehouse.folder().resolve("checkpoints");
            if (!Files.exists(checkpoints)) {
                return false;
            }
            try (var files = Files.walk(checkpoints)) {
                return files.anyMatch(file -> file.endsWith("_metadata"));
            }
        });
    }

    private void writeConfiguration(Warehouse warehouse) throws IOException {
        Path folder = warehouse.folder();
        Files.writeString(Files.createDirectories(folder.resolve("conf")).resolve("config.yaml"), """
                jobmanager.rpc.address: localhost
                rest.port: %d
                high-availability.type: zookeeper
                high-availability.zookeeper.quorum: localhost:%d
                high-availability.zookeeper.client.session-timeout: 4 s
                high-availability.storageDir: %s
                execution.checkpointing.dir: %s
                execution.checkpointing.interval: 500 ms
                restart-strategy.type: fixed-delay
                restart-strategy.fixed-delay.attempts: 1000
                restart-strategy.fixed-delay.delay: 200 ms
                io.tmp.dirs: %s
                taskmanager.host: localhost
                taskmanager.numberOfTaskSlots: 1
                taskmanager.cpu.cores: 1
                taskmanager.memory.task.heap.size: 512m
                taskmanager.memory.task.off-heap.size: 256m
                taskmanager.memory.framework.heap.size: 128m
                taskmanager.memory.framework.off-heap.size: 128m
                taskmanager.memory.managed.size: 64m
                taskmanager.memory.network.min: 64m
                taskmanager.memory.network.max: 64m
                taskmanager.memory.jvm-metaspace.size: 256m
                taskmanager.memory.jvm-overhead.min: 64m
                taskmanager.memory.jvm-overhead.max: 64m
                """.formatted(
                        freePort(),
                        zooKeeper.getLocalPort(),
                        folder.resolve("ha").toUri(),
                        folder.resolve("checkpoints").toUri(),
                        Files.createDirectories(folder.resolve("tmp"))));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private Process startJobManager(Warehouse warehouse, String name) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ApplicationCluster.class.getName(),
                warehouse.folder().resolve("conf").toString(),
                "power"));
        warehouse.flags().forEach((option, value) -> command.addAll(List.of("--" + option, value)));
        return start(warehouse, name, command);
    }

    private Process startTaskManager(Warehouse warehouse) throws IOException {
        return start(
                warehouse,
                "taskmanager",
                List.of(
                        TaskManagerRunner.class.getName(),
                        "--configDir",
                        warehouse.folder().resolve("conf").toString()));
    }

    private Process start(Warehouse warehouse, String name, List<String> command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path")));
        line.addAll(command);
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(output(warehouse, name).toFile())
                .start();
        processes.add(process);
        return process;
    }
}
