package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridhouse.core.cdc.ReadMark;
import io.gridhouse.power.PowerSetup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How far the slot was read stands beside it, before anybody sees what was read. */
@ExtendWith(WarehouseExtension.class)
class ReadMarkITCase {

    private static final String MARK = "SELECT lsn - '0/0'::pg_lsn FROM gridhouse.read_mark WHERE slot_name = '%s'";
    private static final String IN_SINK = "SELECT max(source_lsn) FROM ads_power_dashboard";
    private static final String TABLES =
            "SELECT count(*) FROM pg_class WHERE relname = '" + ReadMark.NAME + "' AND relkind = 'r'";

    @Test
    void theMarkIsAheadOfEverythingInTheSink(Warehouse warehouse) throws Exception {
        PowerJobRun job = warehouse.startStreaming();
        for (int day = 1; day <= 9; day++) {
            insertReadings(warehouse, day);
            warehouse.awaitEqualToOracleWithoutRestart();

            assertThat(mark(warehouse))
                    .as("mark after day %d", day)
                    .isGreaterThan(warehouse.sql().number(IN_SINK));
        }
        assertThat(job.restarts()).isZero();
    }

    /** As a reader does whose connection broke, and that still has something which it received. */
    @Test
    void aReaderAfterWhichAnotherOneOpenedTheMarkHandsNothingOn(Warehouse warehouse) throws Exception {
        PowerJobRun job = warehouse.startStreaming();
        insertReadings(warehouse, 1);
        warehouse.awaitEqualToOracle();
        long restarts = job.restarts();

        warehouse.sql().execute("UPDATE gridhouse.read_mark SET reader = reader + 1");
        for (int day = 2; day <= 9; day++) {
            insertReadings(warehouse, day);
        }

        await("the job fails, and becomes the last reader")
                .atMost(Warehouse.PATIENCE)
                .until(() -> job.restarts() > restarts);
        warehouse.awaitEqualToOracle();
    }

    /** Some MiB of WAL in nine days. */
    private static void insertReadings(Warehouse warehouse, int day) throws Exception {
        warehouse
                .sql()
                .execute(
                        "INSERT INTO power_consumption SELECT i, 1, 10, 1, '2024-01-0%d' FROM generate_series(%d, %d) i"
                                .formatted(day, day * 10_000, day * 10_000 + 5_000));
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
    void cleaningUpLeavesTheMarksOfOthersOnly(Warehouse warehouse) throws Exception {
        PowerSetup setup = new PowerSetup(warehouse.ownersSettings(), step -> {});
        warehouse.sql().execute("INSERT INTO gridhouse.read_mark VALUES ('of_another', '0/1', 1)");

        setup.clean();
        assertThat(warehouse.sql().query("SELECT slot_name FROM gridhouse.read_mark"))
                .containsExactly("of_another");
        warehouse.sql().execute("DELETE FROM gridhouse.read_mark");
        setup.clean();
        assertThat(warehouse.sql().number(TABLES)).isZero();
    }

    /** The privileges of the job's role are granted once, and the table is made anew. */
    @Test
    void whatIsBuiltAgainRunsUnderTheSameRole(Warehouse warehouse) throws Exception {
        PowerSetup setup = new PowerSetup(warehouse.ownersSettings(), step -> {});
        setup.clean();
        setup.init();
        warehouse
                .sql()
                .execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ads_power_dashboard,"
                        + " ads_power_dashboard_tombstone TO "
                        + warehouse.settings().sink().user());

        warehouse.startStreaming();
        insertReadings(warehouse, 1);

        warehouse.awaitEqualToOracleWithoutRestart();
        assertThat(mark(warehouse)).isPositive();
    }

    /** Such as one that came with a dump of the database. */
    @Test
    void aNewSlotHasNoMarkOfBefore(Warehouse warehouse) throws Exception {
        warehouse
                .sql()
                .execute(
                        "UPDATE gridhouse.read_mark SET lsn = 'FFFF/0', reader = 1 WHERE slot_name = '"
                                + warehouse.name() + "'",
                        "SELECT pg_drop_replication_slot('" + warehouse.name() + "')");

        new PowerSetup(warehouse.ownersSettings(), step -> {}).init();

        assertThat(warehouse.sql().query("SELECT lsn, reader FROM gridhouse.read_mark"))
                .containsExactly("0/0 | 0");
    }

    private static long mark(Warehouse warehouse) throws Exception {
        return warehouse.sql().number(MARK.formatted(warehouse.name()));
    }
}
