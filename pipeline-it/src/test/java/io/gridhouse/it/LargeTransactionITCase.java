package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;

/** One transaction with more rows than a checkpoint interval holds, written by COPY: many rows share one LSN. */
@ExtendWith(WarehouseExtension.class)
class LargeTransactionITCase {

    private static final int ROWS = 30_000;

    @AtEachParallelism
    void isWholeAfterATaskManagerFailedInTheMiddleOfIt(int parallelism, Warehouse warehouse) throws Exception {
        PowerJobRun job = warehouse.parallelism(parallelism).startStreaming();
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

    private static void awaitTheMiddle(Warehouse warehouse) {
        await("a part of the transaction is served")
                .atMost(Warehouse.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> CopiedReadings.served(warehouse.sql()) > ROWS / 20);
    }
}
