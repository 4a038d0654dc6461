package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One transaction with more rows than a checkpoint interval holds, written by COPY: many rows share one LSN. */
@ExtendWith(WarehouseExtension.class)
class LargeTransactionITCase {

    /** Some seconds of work: enough for a savepoint in the middle. */
    private static final int ROWS = 60_000;

    @AtEachParallelism
    void isWholeAfterATaskManagerFailedInTheMiddleOfIt(int parallelism, Warehouse warehouse) throws Exception {
        PowerJobRun job = warehouse.parallelism(parallelism).startStreaming();
        // Before the first one the job starts over, with the transaction in its snapshot (ADR 8).
        job.awaitCheckpoint();
        CopiedReadings.copy(warehouse.sql(), 1, ROWS);
        awaitTheMiddle(warehouse);

        job.killTaskManager();

        assertThat(CopiedReadings.served(warehouse.sql()))
                .as("rows that had been served")
                .isLessThan(ROWS);
        job.awaitRestartAfter(0);
        warehouse.awaitEqualToOracle();
    }

    @AtEachParallelism
    void isWholeAfterASavepointInTheMiddleOfIt(int parallelism, Warehouse warehouse) throws Exception {
        PowerJobRun job = warehouse.parallelism(parallelism).startStreaming();
        CopiedReadings.copy(warehouse.sql(), 1, ROWS);
        awaitTheMiddle(warehouse);

        String savepoint = job.stopWithSavepoint();

        assertThat(CopiedReadings.served(warehouse.sql()))
                .as("rows that had been served")
                .isLessThan(ROWS);
        warehouse.startFrom(savepoint);
        warehouse.awaitEqualToOracleWithoutRestart();
    }

    /** A replay begins with the transaction that was under way, and so before the deletion that the sink remembers. */
    @Test
    void whatCameAndWentInItDoesNotComeBackInTheReplay(Warehouse warehouse) throws Exception {
        PowerJobRun job =
                warehouse.with("flink.execution.checkpointing.interval", "1 h").startStreaming();
        job.awaitRunning();
        String passing = "SELECT count(*) FROM ads_power_dashboard WHERE stat_date = '2024-03-03'";
        try (Sql large = warehouse.session()) {
            large.execute("BEGIN", "INSERT INTO power_consumption VALUES (1, 1, 1, 1, '2024-03-03')");
            CopiedReadings.copy(large, 1_000, ROWS / 2);
            large.execute("DELETE FROM power_consumption WHERE consumption_id = 1");
            CopiedReadings.copy(large, 1_000_000, ROWS * 3 / 2);
            large.execute("COMMIT");
        }
        await("the row has come and gone")
                .atMost(Warehouse.PATIENCE)
                .until(() -> CopiedReadings.served(warehouse.sql()) > ROWS / 2
                        && warehouse.sql().number(passing) == 0);
        job.checkpoint();

        job.killTaskManager();

        assertThat(CopiedReadings.served(warehouse.sql()))
                .as("rows that had been served")
                .isLessThan(2 * ROWS);
        await("all rows, and never that one")
                .atMost(Warehouse.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .failFast("It came back", () -> warehouse.sql().number(passing) > 0)
                .until(() -> CopiedReadings.served(warehouse.sql()) == 2 * ROWS);
        warehouse.awaitEqualToOracle();
    }

    private static void awaitTheMiddle(Warehouse warehouse) {
        await("a part of the transaction is served")
                .atMost(Warehouse.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> CopiedReadings.served(warehouse.sql()) > ROWS / 40);
    }
}
