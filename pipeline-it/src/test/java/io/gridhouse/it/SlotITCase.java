package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The slot lets go of WAL that the job does not need, so that the source's disk does not fill. */
@ExtendWith(WarehouseExtension.class)
class SlotITCase {

    /** Some seconds of work: more than may wait in the job, so that the reader has to wait. */
    private static final int ROWS = 100_000;

    private static final String WAL_END = "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn";
    private static final String CONFIRMED =
            "SELECT confirmed_flush_lsn - '0/0'::pg_lsn FROM pg_replication_slots WHERE slot_name = '%s'";

    @Test
    void walOfOtherTablesIsLetGoOf(Warehouse warehouse) throws Exception {
        PowerJobRun job = warehouse.startStreaming();
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        warehouse.awaitEqualToOracleWithoutRestart();

        warehouse.sql().execute("CREATE TABLE of_others AS SELECT i FROM generate_series(1, 100000) i");
        awaitConfirmed(warehouse, warehouse.sql().number(WAL_END));

        job.killTaskManager();
        warehouse.sql().execute("DELETE FROM power_consumption");
        warehouse.awaitEqualToOracle();
    }

    /** A server that is stopped waits for a reader that has told what is flushed until that is all, else until all is received. */
    @Test
    void aServerThatIsStoppedNeedNotWaitForCheckpoints(Warehouse warehouse) throws Exception {
        warehouse.startStreaming();
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        awaitConfirmed(warehouse, warehouse.sql().number(WAL_END));

        warehouse.awaitRows(
                "SELECT flush_lsn IS NULL AND write_lsn = sent_lsn FROM pg_stat_replication WHERE pid = "
                        + warehouse.slot("active_pid"),
                "t");
    }

    /** PostgreSQL sends such transactions, which change no row. */
    @Test
    void aTransactionWithoutAChangeIsLetGoOf(Warehouse warehouse) throws Exception {
        warehouse.startStreaming();
        warehouse.sql().execute("TRUNCATE power_consumption");

        awaitConfirmed(warehouse, warehouse.sql().number(WAL_END));
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        warehouse.awaitEqualToOracleWithoutRestart();
    }

    /**
     * The rows of a large transaction are older than what is confirmed, and the server tells its position in the middle of it
     * to a reader that asks for it. What committed since the last checkpoint must not be confirmed with it.
     */
    @Test
    void nothingIsLetGoOfThatNoCheckpointHolds(Warehouse warehouse) throws Exception {
        PowerJobRun job =
                warehouse.with("flink.execution.checkpointing.interval", "1 h").startStreaming();
        long checkpointed;
        try (Sql large = warehouse.session()) {
            large.execute("BEGIN");
            CopiedReadings.copy(large, 1_000, ROWS);
            long written = warehouse.sql().number(WAL_END);
            long small = 0;
            while (confirmed(warehouse) <= written) {
                insertAndAwait(warehouse, ++small);
                job.checkpoint();
            }
            checkpointed = warehouse.sql().number(WAL_END);
            insertAndAwait(warehouse, ++small);
            large.execute("COMMIT");
        }
        await("half of the transaction is served")
                .atMost(Warehouse.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> CopiedReadings.served(warehouse.sql()) > ROWS / 2);
        assertThat(confirmed(warehouse)).as("confirmed").isLessThanOrEqualTo(checkpointed);

        job.killTaskManager();

        warehouse.awaitEqualToOracle();
    }

    /** As when an upgrade fails at once, and the job of before goes on from the savepoint that was taken for it. */
    @Test
    void whatASavepointNeedsIsKeptForThreeCheckpoints(Warehouse warehouse) throws Exception {
        PowerJobRun job =
                warehouse.with("flink.execution.checkpointing.interval", "1 h").startStreaming();
        insertAndAwait(warehouse, 1);
        String savepoint = job.savepoint();
        for (int checkpoint = 2; checkpoint <= 4; checkpoint++) {
            insertAndAwait(warehouse, checkpoint);
            job.checkpoint();
        }
        warehouse.sql().execute("DELETE FROM power_consumption WHERE consumption_id < 4");

        warehouse.startFrom(savepoint);

        warehouse.awaitEqualToOracle();
    }

    /** What committed between such a savepoint and what the slot has let go of is in neither. */
    @Test
    void aSavepointOlderThanWhatTheSlotKeepsIsRefused(Warehouse warehouse) throws Exception {
        PowerJobRun job =
                warehouse.with("flink.execution.checkpointing.interval", "1 h").startStreaming();
        insertAndAwait(warehouse, 1);
        String savepoint = job.savepoint();
        long id = 2;
        insertAndAwait(warehouse, id);
        long second = warehouse.sql().number(WAL_END);
        while (confirmed(warehouse) < second) {
            insertAndAwait(warehouse, ++id);
            job.checkpoint();
        }

        PowerJobRun restored = warehouse.startFrom(savepoint);

        await("the job ends").atMost(Warehouse.PATIENCE).until(restored::isTerminated);
        assertThat(restored.describe())
                .contains("slot " + warehouse.name() + " of ")
                .contains("has let go of everything before")
                .contains("Start from a newer checkpoint or savepoint");
        assertThat(CopiedReadings.served(warehouse.sql())).as("served").isEqualTo(id);
    }

    /** Commits a reading of 1.00 kWh, the so-manieth, and waits until the sink has it. */
    private static void insertAndAwait(Warehouse warehouse, long id) throws Exception {
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (" + id + ", 1, 1, 1, '2024-02-01')");
        await("the reading is served")
                .atMost(Warehouse.PATIENCE)
                .until(() -> CopiedReadings.served(warehouse.sql()) == id);
    }

    private static void awaitConfirmed(Warehouse warehouse, long lsn) {
        await("the slot has let go of what was written before")
                .atMost(Warehouse.PATIENCE)
                .until(() -> confirmed(warehouse) >= lsn);
    }

    private static long confirmed(Warehouse warehouse) throws Exception {
        return warehouse.sql().number(CONFIRMED.formatted(warehouse.name()));
    }
}
