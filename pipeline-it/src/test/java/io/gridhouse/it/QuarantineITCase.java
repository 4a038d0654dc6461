package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.quality.Quarantined;
import io.gridhouse.power.PowerTables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every rule: a row that breaks it goes into quarantine, and comes out when it is corrected or deleted. */
@ExtendWith(WarehouseExtension.class)
class QuarantineITCase {

    /** Source, reason, and what makes a good row break that rule. */
    private record Flaw(boolean user, String reason, String assignment) {}

    private static final List<Flaw> FLAWS = List.of(
            user("create_time_infinite", "create_time = 'infinity'"),
            user("create_time_unholdable", "create_time = '0001-01-01 00:00:00.000001'"),
            user("update_time_infinite", "update_time = '-infinity'"),
            user("update_time_unholdable", "update_time = '1969-12-31 23:59:59.999999'"),
            reading("consumption_amount_nan", "consumption_amount = 'NaN'"),
            reading("consumption_cost_nan", "consumption_cost = 'NaN'"),
            reading("consumption_date_infinite", "consumption_date = 'infinity'"),
            reading("consumption_date_infinite", "consumption_date = '-infinity'"),
            reading("consumption_date_unholdable", "consumption_date = '1969-12-31 23:59:59.0001'"),
            reading("meter_reading_before_nan", "meter_reading_before = 'NaN'"),
            reading("meter_reading_after_nan", "meter_reading_after = 'NaN'"),
            reading("user_id_null", "user_id = NULL"),
            reading("amount_null", "consumption_amount = NULL"),
            reading("cost_null", "consumption_cost = NULL"),
            reading("date_null", "consumption_date = NULL"),
            reading("amount_negative", "consumption_amount = -0.01"),
            reading("cost_negative", "consumption_cost = -99999999.99"),
            reading("date_too_early", "consumption_date = '4713-01-01 BC'"),
            reading("date_too_early", "consumption_date = '1999-12-31 23:59:59.999999'"),
            reading("date_in_future", "consumption_date = '9999-12-31 23:59:59.999999'"),
            reading("meter_mismatch", "meter_reading_after = meter_reading_before + consumption_amount + 0.02"));

    /** Rows of the second half get these ids; they break their rule in the stream, those of the first in the snapshot. */
    private static final int STREAMED = 100;

    private static Flaw user(String reason, String assignment) {
        return new Flaw(true, reason, assignment);
    }

    private static Flaw reading(String reason, String assignment) {
        return new Flaw(false, reason, assignment);
    }

    @Test
    void badRowsGoInAndComeOut(Warehouse warehouse) throws Exception {
        insertGood(warehouse, 0);
        spoil(warehouse, 0);
        warehouse.parallelism(2).startStreaming();
        assertQuarantined(warehouse, reasons(0));

        // Bad from their first change on.
        warehouse.sql().execute("BEGIN");
        insertGood(warehouse, STREAMED);
        spoil(warehouse, STREAMED);
        warehouse.sql().execute("COMMIT");
        assertQuarantined(warehouse, reasons(0, STREAMED));

        correct(warehouse);
        assertQuarantined(warehouse, List.of());
        assertThat(warehouse.rows(PowerTables.DWD_DETAIL)).hasSize(2 * FLAWS.size());

        // Good rows turn bad.
        spoil(warehouse, 0);
        spoil(warehouse, STREAMED);
        assertQuarantined(warehouse, reasons(0, STREAMED));

        warehouse
                .sql()
                .execute(
                        "DELETE FROM power_user WHERE user_id >= " + STREAMED,
                        "DELETE FROM power_consumption WHERE consumption_id >= " + STREAMED);
        assertQuarantined(warehouse, reasons(0));

        warehouse.sql().execute("DELETE FROM power_user", "DELETE FROM power_consumption");
        assertQuarantined(warehouse, List.of());
        assertThat(warehouse.rows(PowerTables.ADS_DASHBOARD)).isEmpty();
    }

    /** A user and a reading of it for each flaw. */
    private static void insertGood(Warehouse warehouse, int from) throws SQLException {
        String ids = "generate_series(%d, %d) n".formatted(from, from + FLAWS.size() - 1);
        warehouse
                .sql()
                .execute(
                        "INSERT INTO power_user SELECT n, 'u' || n, '居民', n % 3, 'r' || n % 3, NULL, NULL, '2020-01-01',"
                                + " '2020-01-01' FROM " + ids,
                        "INSERT INTO power_consumption SELECT n, n, 1.25, 0.5, '2024-01-31', 10, 11.25 FROM " + ids);
    }

    private static void spoil(Warehouse warehouse, int from) throws SQLException {
        for (int i = 0; i < FLAWS.size(); i++) {
            Flaw flaw = FLAWS.get(i);
            warehouse
                    .sql()
                    .execute("UPDATE %s SET %s WHERE %s = %d"
                            .formatted(table(flaw), flaw.assignment(), key(flaw), from + i));
        }
    }

    private static void correct(Warehouse warehouse) throws SQLException {
        warehouse
                .sql()
                .execute(
                        "UPDATE power_user SET create_time = '2020-01-01', update_time = '2020-01-01'",
                        "UPDATE power_consumption SET user_id = consumption_id, consumption_amount = 1.25,"
                                + " consumption_cost = 0.5, consumption_date = '2024-01-31',"
                                + " meter_reading_before = 10, meter_reading_after = 11.25");
    }

    private static String table(Flaw flaw) {
        return flaw.user() ? "power_user" : "power_consumption";
    }

    private static String key(Flaw flaw) {
        return flaw.user() ? "user_id" : "consumption_id";
    }

    private static List<String> reasons(int... froms) {
        List<String> reasons = new ArrayList<>();
        for (int from : froms) {
            for (int i = 0; i < FLAWS.size(); i++) {
                reasons.add(table(FLAWS.get(i)) + " " + (from + i) + " "
                        + FLAWS.get(i).reason());
            }
        }
        return reasons;
    }

    private static void assertQuarantined(Warehouse warehouse, List<String> reasons) throws Exception {
        warehouse.awaitEqualToOracleWithoutRestart();
        assertThat(warehouse.rows(PowerTables.DWD_QUARANTINE))
                .extracting(QuarantineITCase::describe)
                .containsExactlyInAnyOrderElementsOf(reasons);
    }

    private static String describe(Quarantined row) {
        return row.sourceTable() + " " + row.sourceKey() + " " + row.reason();
    }
}
