package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.power.PowerConsumption;
import io.gridhouse.power.PowerTables;
import io.gridhouse.power.PowerUser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes and values that are rare at a source, and right all the same. */
@ExtendWith(WarehouseExtension.class)
class OddChangesITCase {

    private static final String TOTALS =
            "SELECT region_id, stat_date, total_consumption, user_count FROM ads_power_dashboard ORDER BY 1, 2";

    private static final List<String> EDGES = List.of(
            "INSERT INTO power_user VALUES (9223372036854775807, '', '', -2147483648, '', '', '', '0001-01-01',"
                    + " '294246-12-31 23:59:59.999999')",
            "INSERT INTO power_user VALUES (0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
            "INSERT INTO power_user VALUES (-9223372036854775808, '\uD83D\uDD0C', '电', 2147483647, '\uFFFF',"
                    + " E'a\\nb\\t\"\\\\', ' ', '1969-12-31 23:59:59.999', '4713-01-01 00:00:00 BC')",
            "INSERT INTO power_consumption VALUES (-9223372036854775808, 9223372036854775807, 99999999.99, 99999999.99,"
                    + " '2000-01-01', 0, 99999999.99, '')",
            "INSERT INTO power_consumption VALUES (9223372036854775807, 0, 99999999.99, 0.01, '2000-01-01 00:00:00',"
                    + " NULL, 0, NULL)",
            "INSERT INTO power_consumption VALUES (1, 9223372036854775807, 0, 0, '2000-01-01 00:00:00.000001',"
                    + " -99999999.99, -99999999.99, repeat('电', 200))",
            "INSERT INTO power_consumption VALUES (2, 9223372036854775807, 0.01, 99999999.99,"
                    + " '1999-12-31 23:59:59.999999')",
            "INSERT INTO power_consumption VALUES (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");

    @Test
    void valuesAtTheEdgesOfTheirTypesAreKeptBySnapshotAndStream(Warehouse warehouse) throws Exception {
        warehouse.sql().execute(EDGES.toArray(String[]::new));
        warehouse.startStreaming();
        warehouse.awaitEqualToOracleWithoutRestart();
        List<Object> snapshot = rows(warehouse);

        // The same again through the stream, which reads PostgreSQL's texts where the snapshot reads its types.
        warehouse.sql().execute("DELETE FROM power_user", "DELETE FROM power_consumption");
        warehouse.awaitEqualToOracleWithoutRestart();
        assertThat(rows(warehouse)).isEmpty();
        warehouse.sql().execute(EDGES.toArray(String[]::new));
        warehouse.awaitEqualToOracleWithoutRestart();

        assertThat(rows(warehouse)).hasSize(EDGES.size()).containsExactlyInAnyOrderElementsOf(snapshot);
        assertThat(warehouse.rows(PowerTables.DWD_QUARANTINE))
                .extracting(row -> row.sourceKey() + " " + row.reason())
                .containsExactlyInAnyOrder("2 date_too_early", "3 user_id_null");
        assertThat(warehouse.rows(PowerTables.ODS_USER))
                .filteredOn(row -> row.userId() == 0)
                .extracting(PowerUser::userName)
                .containsExactly((String) null);
    }

    private static List<Object> rows(Warehouse warehouse) {
        List<Object> rows = new ArrayList<>(warehouse.rows(PowerTables.ODS_USER));
        rows.addAll(warehouse.rows(PowerTables.ODS_CONSUMPTION));
        return rows;
    }

    @AtEachParallelism
    void aPrimaryKeyChanges(int parallelism, Warehouse warehouse) throws Exception {
        warehouse.parallelism(parallelism).startStreaming();
        warehouse
                .sql()
                .execute(
                        "INSERT INTO power_user VALUES (1, '张三', '居民', 9, '上海市')",
                        "INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        warehouse.awaitRows(TOTALS, "9 | 2024-01-31 | 10.00 | 1");

        warehouse
                .sql()
                .execute("UPDATE power_consumption SET consumption_id = 1001, consumption_amount = 11"
                        + " WHERE consumption_id = 1");
        warehouse.awaitRows(TOTALS, "9 | 2024-01-31 | 11.00 | 1");
        warehouse.sql().execute("UPDATE power_user SET user_id = 2 WHERE user_id = 1");
        warehouse.awaitRows(TOTALS, "0 | 2024-01-31 | 11.00 | 1");

        warehouse.awaitEqualToOracleWithoutRestart();
        assertThat(warehouse.rows(PowerTables.ODS_CONSUMPTION))
                .extracting(PowerConsumption::consumptionId)
                .containsExactly(1001L);
        assertThat(warehouse.rows(PowerTables.ODS_USER))
                .extracting(PowerUser::userId)
                .containsExactly(2L);
    }

    @Test
    void aTableHasAnotherNameForAWhile(Warehouse warehouse) throws Exception {
        warehouse.startStreaming();
        warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10, 1, '2024-01-31')");
        warehouse.awaitEqualToOracleWithoutRestart();

        warehouse
                .sql()
                .execute(
                        "ALTER TABLE power_consumption RENAME TO readings",
                        "INSERT INTO readings VALUES (2, 1, 20, 1, '2024-02-01')",
                        "ALTER TABLE readings RENAME TO power_consumption",
                        "DELETE FROM power_consumption WHERE consumption_id = 1");

        warehouse.awaitEqualToOracleWithoutRestart();
        warehouse.awaitRows(TOTALS, "0 | 2024-02-01 | 20.00 | 1");
    }

    @AtEachParallelism
    void oneTransactionChangesManyRowsManyTimes(int parallelism, Warehouse warehouse) throws Exception {
        warehouse.parallelism(parallelism).startStreaming();

        warehouse.sql().execute("""
                        BEGIN;
                        INSERT INTO power_user SELECT n, 'u' || n, '居民', n % 5, 'r' || n % 5 FROM generate_series(1, 50) n;
                        INSERT INTO power_consumption
                            SELECT n, n % 60, 1.25, 0.5, TIMESTAMP '2024-01-01' + n * INTERVAL '17 minutes'
                            FROM generate_series(1, 2000) n;
                        UPDATE power_user SET region_id = region_id + 1, region_name = 'r' || region_id + 1;
                        UPDATE power_consumption SET user_id = user_id + 1 WHERE consumption_id % 3 = 0;
                        UPDATE power_consumption SET consumption_date = consumption_date + INTERVAL '1 day'
                            WHERE consumption_id % 4 = 0;
                        UPDATE power_consumption SET remark = remark;
                        DELETE FROM power_consumption WHERE consumption_id % 5 = 0;
                        INSERT INTO power_consumption SELECT n, 1, 2, 1, '2024-03-01' FROM generate_series(5, 100, 5) n;
                        UPDATE power_consumption SET consumption_amount = 3 WHERE consumption_id % 50 = 0;
                        DELETE FROM power_user WHERE user_id > 40;
                        UPDATE power_user SET user_id = user_id + 5 WHERE user_id > 35;
                        COMMIT;
                        """);
        warehouse.awaitEqualToOracleWithoutRestart();

        warehouse
                .sql()
                .execute(
                        "UPDATE power_user SET region_id = region_id",
                        "UPDATE power_consumption SET user_id = user_id");
        warehouse.awaitEqualToOracleWithoutRestart();
    }

    @Test
    void unchangedWideColumnsStayWhenOthersChange(Warehouse warehouse) throws Exception {
        warehouse
                .sql()
                .execute("ALTER TABLE power_consumption ALTER remark TYPE text, ALTER remark SET STORAGE EXTERNAL");
        warehouse.startStreaming();

        warehouse
                .sql()
                .execute(
                        "INSERT INTO power_consumption VALUES (1, 1, 1, 1, '2024-01-31', NULL, NULL, repeat('x', 10000))",
                        "UPDATE power_consumption SET consumption_amount = 2 WHERE consumption_id = 1");

        warehouse.awaitRows(TOTALS, "0 | 2024-01-31 | 2.00 | 1");
        warehouse.awaitEqualToOracleWithoutRestart();
        assertThat(warehouse.rows(PowerTables.ODS_CONSUMPTION))
                .extracting(row -> row.remark().length())
                .containsExactly(10_000);
    }
}
