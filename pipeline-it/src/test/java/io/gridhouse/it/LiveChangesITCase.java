package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.power.ConsumptionDetail;
import io.gridhouse.power.PowerTables;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What single changes of the source do to the layers, by rows that can be computed by hand. */
@ExtendWith(WarehouseExtension.class)
class LiveChangesITCase {

    private static final String TOTALS =
            "SELECT region_id, stat_date, total_consumption, user_count FROM ads_power_dashboard ORDER BY 1, 2";

    @AtEachParallelism
    void aReadingFollowsItsUser(int parallelism, Warehouse warehouse) throws Exception {
        warehouse.parallelism(parallelism).startStreaming();

        changeGives(warehouse, reading(1, 1, 10, "2024-01-31 10:00"), "0 | 2024-01-31 | 10.00 | 1");
        changeGives(warehouse, "INSERT INTO power_user VALUES (1, '张三', '居民', 9, '上海市')", "9 | 2024-01-31 | 10.00 | 1");
        changeGives(
                warehouse,
                "UPDATE power_user SET region_id = 10, region_name = '江苏省' WHERE user_id = 1",
                "10 | 2024-01-31 | 10.00 | 1");
        changeGives(warehouse, "DELETE FROM power_user WHERE user_id = 1", "0 | 2024-01-31 | 10.00 | 1");
        warehouse.awaitEqualToOracleWithoutRestart();

        assertThat(warehouse.rows(PowerTables.DWD_DETAIL))
                .singleElement()
                .extracting(ConsumptionDetail::userName, ConsumptionDetail::regionId, ConsumptionDetail::regionName)
                .containsExactly("未知用户", 0, "未知地区");
        assertThat(warehouse.rows(PowerTables.ODS_USER)).isEmpty();
    }

    @AtEachParallelism
    void aReadingIsCorrectedMovedAndDeleted(int parallelism, Warehouse warehouse) throws Exception {
        warehouse.parallelism(parallelism).startStreaming();
        warehouse.sql().execute("INSERT INTO power_user VALUES (1, '张三', '居民', 9, '上海市'), (2, '李四', '商业', 10, '江苏省')");

        changeGives(warehouse, reading(1, 1, 10, "2024-01-31 10:00"), "9 | 2024-01-31 | 10.00 | 1");
        changeGives(
                warehouse,
                reading(2, 1, 5, "2023-06-01 23:59:59.999999"),
                "9 | 2023-06-01 | 5.00 | 1",
                "9 | 2024-01-31 | 10.00 | 1");
        changeGives(
                warehouse,
                "UPDATE power_consumption SET consumption_amount = 12.34 WHERE consumption_id = 1",
                "9 | 2023-06-01 | 5.00 | 1",
                "9 | 2024-01-31 | 12.34 | 1");
        changeGives(
                warehouse,
                "UPDATE power_consumption SET consumption_date = '2024-02-01' WHERE consumption_id = 1",
                "9 | 2023-06-01 | 5.00 | 1",
                "9 | 2024-02-01 | 12.34 | 1");
        changeGives(
                warehouse,
                "UPDATE power_consumption SET user_id = 2 WHERE consumption_id = 1",
                "9 | 2023-06-01 | 5.00 | 1",
                "10 | 2024-02-01 | 12.34 | 1");
        changeGives(warehouse, "DELETE FROM power_consumption WHERE consumption_id = 2", "10 | 2024-02-01 | 12.34 | 1");
        changeGives(warehouse, "DELETE FROM power_consumption WHERE consumption_id = 1");
        warehouse.awaitEqualToOracleWithoutRestart();

        for (var table : List.of(
                PowerTables.ODS_CONSUMPTION,
                PowerTables.DWD_DETAIL,
                PowerTables.DWS_REGION_DAILY,
                PowerTables.DWS_REGION_HOURLY,
                PowerTables.DWS_USER_DAILY,
                PowerTables.DWS_USER_RANKING,
                PowerTables.ADS_DASHBOARD)) {
            assertThat(warehouse.rows(table)).as(table.name()).isEmpty();
        }
    }

    @Test
    void theDashboardTellsPeakAndTopUser(Warehouse warehouse) throws Exception {
        warehouse.parallelism(2).startStreaming();
        String day = "SELECT peak_hour, peak_consumption, top_user_id, top_user_consumption, avg_consumption"
                + " FROM ads_power_dashboard";

        warehouse.sql().execute(reading(1, 7, 10, "2024-01-31 10:00"), reading(2, 8, 10, "2024-01-31 11:00"));
        warehouse.awaitRows(day, "10 | 10.00 | 7 | 10.00 | 10.00");
        warehouse.sql().execute(reading(3, 8, 1, "2024-01-31 11:30"));
        warehouse.awaitRows(day, "11 | 11.00 | 8 | 11.00 | 7.00");
        warehouse.sql().execute("DELETE FROM power_consumption WHERE consumption_id = 2");
        warehouse.awaitRows(day, "10 | 10.00 | 7 | 10.00 | 5.50");

        warehouse.awaitEqualToOracleWithoutRestart();
    }

    @Test
    void aDayIsOneOfTheBusinessZoneWhateverTheServersZone(Warehouse warehouse) throws Exception {
        warehouse.startStreaming();

        warehouse
                .sql()
                .execute(
                        "SET TimeZone = 'America/New_York'",
                        reading(1, 1, 1, "2024-01-31 23:59:59.999999"),
                        reading(2, 1, 2, "2024-02-01 00:00:00"),
                        // A day ahead of the wall clock in Shanghai, an hour to spare on both sides.
                        "INSERT INTO power_consumption VALUES (3, 1, 4, 1, now() AT TIME ZONE 'Asia/Shanghai' + INTERVAL '23 hours')",
                        "INSERT INTO power_consumption VALUES (4, 1, 8, 1, now() AT TIME ZONE 'Asia/Shanghai' + INTERVAL '25 hours')");

        warehouse.awaitEqualToOracleWithoutRestart();
        assertThat(warehouse.rows(PowerTables.DWD_QUARANTINE))
                .extracting(row -> row.sourceKey() + " " + row.reason())
                .containsExactly("4 date_in_future");
        assertThat(warehouse
                        .sql()
                        .query("SELECT stat_date, total_consumption FROM ads_power_dashboard"
                                + " WHERE stat_date < '2024-12-31' ORDER BY 1"))
                .containsExactly("2024-01-31 | 1.00", "2024-02-01 | 2.00");
    }

    private static void changeGives(Warehouse warehouse, String change, String... totals) throws Exception {
        warehouse.sql().execute(change);
        warehouse.awaitRows(TOTALS, totals);
    }

    private static String reading(long id, long user, int amount, String date) {
        return "INSERT INTO power_consumption VALUES (%d, %d, %d, 1, '%s')".formatted(id, user, amount, date);
    }
}
