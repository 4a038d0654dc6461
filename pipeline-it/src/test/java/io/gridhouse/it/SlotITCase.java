package io.gridhouse.it;

import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The slot lets go of WAL that the job does not need, so that the source's disk does not fill. */
@ExtendWith(WarehouseExtension.class)
class SlotITCase {

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

    /** PostgreSQL sends such transactions, which change no row. */
    @Test
    void aTransactionWithoutAChangeIsLetGoOf(Warehouse warehouse) throws Exception {
        warehouse.startStreaming();
        warehouse.sql().execute("TRUNCATE power_consumption");

        awaitConfirmed(warehouse, warehouse.sql().number(WAL_END));
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        warehouse.awaitEqualToOracleWithoutRestart();
    }

    private static void awaitConfirmed(Warehouse warehouse, long lsn) {
        await("the slot has let go of what was written before")
                .atMost(Warehouse.PATIENCE)
                .until(() -> warehouse.sql().number(CONFIRMED.formatted(warehouse.name())) >= lsn);
    }
}
