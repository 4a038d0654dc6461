package io.gridhouse.it.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridhouse.console.load.PowerLoad;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The jobs on a cluster of which parts end, on purpose or by a crash, while the source changes. */
@ExtendWith(ContainersExtension.class)
class RestartContainersITCase {

    private static final int CHANGES_PER_SECOND = 300;
    private static final String CHECKPOINTS = "--warehouse.checkpoint-interval=1s";

    @ParameterizedTest
    @EnumSource(Topology.class)
    void aTaskManagerThatCrashesIsReplaced(Topology topology, ContainerWarehouse warehouse) throws Exception {
        warehouse.prepare();
        warehouse.run(topology, CHECKPOINTS, "--warehouse.parallelism=2");
        FlinkCluster flink = warehouse.flink();
        try (PowerLoad load = warehouse.startLoad(CHANGES_PER_SECOND)) {
            awaitCheckpoint(warehouse);

            warehouse.stack().crashAndReplace("taskmanager");

            await("the job notices")
                    .atMost(ContainerWarehouse.PATIENCE)
                    .until(() -> warehouse.restarts() > 0 && flink.taskManagers() == 2);
            warehouse.awaitStreaming();
            ContainerWarehouse.awaitChanges(load, 1_000);
            load.stop();
        }

        warehouse.awaitEqualToOracle();
        assertThat(warehouse.checkpoints().restored())
                .as("checkpoints restored")
                .isPositive();
    }

    @Test
    void aJobManagerThatCrashesFindsItsJobAgain(ContainerWarehouse warehouse) throws Exception {
        crashJobManager(Topology.SINGLE, warehouse);
    }

    @Test
    void aJobManagerThatCrashesFindsTheJobsOfAllLayersAgain(ContainerWarehouse warehouse) throws Exception {
        crashJobManager(Topology.LAYERED, warehouse);
    }

    private static void crashJobManager(Topology topology, ContainerWarehouse warehouse) throws Exception {
        warehouse.prepare();
        warehouse.run(topology, CHECKPOINTS, "--warehouse.parallelism=2");
        try (PowerLoad load = warehouse.startLoad(CHANGES_PER_SECOND)) {
            awaitCheckpoint(warehouse);

            warehouse.stack().crashAndRestart("jobmanager");

            await("the new JobManager restores the job")
                    .atMost(ContainerWarehouse.PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> warehouse.checkpoints().restored() > 0);
            warehouse.awaitStreaming();
            ContainerWarehouse.awaitChanges(load, 1_000);
            load.stop();
        }

        warehouse.awaitEqualToOracle();
    }

    /** One job; the layers' are rescaled one by one in {@code LayeredITCase} and {@code RunAllContainersITCase}. */
    @Test
    void itIsRescaledBySavepoints(ContainerWarehouse warehouse) throws Exception {
        Topology topology = Topology.SINGLE;
        warehouse.prepare();
        warehouse.run(topology, CHECKPOINTS, "--warehouse.parallelism=1");
        warehouse.awaitEqualToOracle();
        try (PowerLoad load = warehouse.startLoad(CHANGES_PER_SECOND)) {
            ContainerWarehouse.awaitChanges(load, 1_000);
            warehouse.stopAndRunFromSavepoints(topology, CHECKPOINTS, "--warehouse.parallelism=2");
            ContainerWarehouse.awaitChanges(load, 1_000);
            warehouse.stopAndRunFromSavepoints(topology, CHECKPOINTS, "--warehouse.parallelism=1");
            ContainerWarehouse.awaitChanges(load, 1_000);
            load.stop();
        }

        warehouse.awaitEqualToOracle();
        assertThat(warehouse.restarts()).as("restarts of the job").isZero();
    }

    /** Waits until a checkpoint that begins from now on is complete: the next to end may have begun already. */
    private static void awaitCheckpoint(ContainerWarehouse warehouse) throws Exception {
        for (String job : warehouse.jobs()) {
            FlinkCluster flink = warehouse.flink();
            int enough = flink.checkpoints(job).completed() + 2;
            await("two more checkpoints of job " + job)
                    .atMost(ContainerWarehouse.PATIENCE)
                    .until(() -> flink.checkpoints(job).completed() >= enough);
        }
    }
}
