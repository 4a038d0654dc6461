package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.cdc.ReadMark;
import io.gridhouse.power.PowerSetup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How far the slot was read stands beside it, before anybody sees what was read. */
@ExtendWith(WarehouseExtension.class)
class ReadMarkITCase {

    private static final String IS_AHEAD = "SELECT count(*) FROM gridhouse_read_mark WHERE slot_name = '%s'"
            + " AND lsn >= '0/0'::pg_lsn + (SELECT max(source_lsn) FROM ads_power_dashboard)::numeric";

    @Test
    void theMarkIsAheadOfEverythingInTheSink(Warehouse warehouse) throws Exception {
        PowerJobRun job = warehouse.startStreaming();
        for (int day = 1; day <= 9; day++) {
            warehouse
                    .sql()
                    .execute("INSERT INTO power_consumption SELECT i, 1, 10, 1, '2024-01-0" + day
                            + "' FROM generate_series(" + day * 10_000 + ", " + (day * 10_000 + 5_000) + ") i");
            warehouse.awaitEqualToOracleWithoutRestart();

            assertThat(warehouse.sql().number(IS_AHEAD.formatted(warehouse.name())))
                    .as("mark after day %d", day)
                    .isEqualTo(1);
        }
        assertThat(job.restarts()).isZero();
    }

    /** As it was before there was a mark: all that is in the WAL is replayed change by change. */
    @Test
    void withoutATableTheJobGoesOn(Warehouse warehouse) throws Exception {
        warehouse.sql().execute("DROP TABLE " + ReadMark.TABLE);
        PowerJobRun job = warehouse.startStreaming();
        job.awaitRunning();
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        warehouse.awaitEqualToOracle();

        job.killTaskManager(() -> warehouse.sql().execute("DELETE FROM power_consumption"));

        warehouse.awaitEqualToOracle();
    }

    @Test
    void cleaningUpLeavesNoTable(Warehouse warehouse) throws Exception {
        PowerSetup setup = new PowerSetup(warehouse.ownersSettings(), step -> {});
        String tables = "SELECT count(*) FROM pg_class WHERE relname = '" + ReadMark.TABLE + "'";
        warehouse.sql().execute("INSERT INTO " + ReadMark.TABLE + " VALUES ('of_another', '0/1')");

        setup.clean();
        assertThat(warehouse.sql().number(tables))
                .as("another slot's mark stays")
                .isEqualTo(1);
        warehouse.sql().execute("DELETE FROM " + ReadMark.TABLE);
        setup.clean();

        assertThat(warehouse.sql().number(tables)).isZero();
        setup.init();
    }
}
