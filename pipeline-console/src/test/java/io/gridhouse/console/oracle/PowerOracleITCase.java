package io.gridhouse.console.oracle;

import static io.gridhouse.console.oracle.PowerOracleSession.oracleOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the layers hold of users and readings, and that nothing is lost between them. */
class PowerOracleITCase {

    private static final String DAY = "2024-01-31";

    @RegisterExtension
    static final PowerOracleExtension POSTGRES = new PowerOracleExtension();

    private PowerOracleSession source;

    @BeforeEach
    void openEmptySource() throws SQLException {
        source = POSTGRES.emptySource();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ods_power_user",
                "ods_power_consumption",
                "dwd_power_consumption_detail",
                "dwd_quarantine",
                "dws_region_daily_stats",
                "dws_user_daily_stats",
                "dws_user_ranking",
                "dws_region_hourly_stats",
                "ads_power_dashboard"
            })
    void anEmptySourceMakesEmptyLayers(String table) throws SQLException {
        assertThat(source.oracle(table)).isEmpty();
    }

    @Test
    void odsIsACopyInKeyOrder() throws SQLException {
        source.execute("INSERT INTO power_user VALUES (10, '王五', '工业', 9, '上海市', '人民路 1 号', '13800000000',"
                + " '2023-05-06 07:08:09.123456', '2023-05-07')");
        source.execute("INSERT INTO power_user VALUES (9)");
        source.readingOf("2, 10, 12.30, 8.61, '2024-01-31 10:20:30.5', 100.00, 112.30, '补录'");
        source.readingOf("1, 77, 1.00, 0.70, '2024-01-31 10:20:30'");

        assertThat(source.oracle("ods_power_user"))
                .containsExactly(
                        "9 | null | null | null | null | null | null | null | null",
                        "10 | 王五 | 工业 | 9 | 上海市 | 人民路 1 号 | 13800000000"
                                + " | 2023-05-06 07:08:09.123456 | 2023-05-07 00:00:00");
        assertThat(source.oracle("ods_power_consumption"))
                .containsExactly(
                        "1 | 77 | 1.00 | 0.70 | 2024-01-31 10:20:30 | null | null | null",
                        "2 | 10 | 12.30 | 8.61 | 2024-01-31 10:20:30.5 | 100.00 | 112.30 | 补录");
    }

    @Test
    void aDetailCarriesTheColumnsOfItsUser() throws SQLException {
        source.user(1, "张三", "居民", 9, "上海市");
        source.reading(5, 1, "12.30", "8.61", DAY + " 10:20:30");

        assertThat(source.oracle("dwd_power_consumption_detail"))
                .containsExactly("5 | 1 | 张三 | 12.30 | 8.61 | 2024-01-31 10:20:30 | 9 | 上海市 | 居民");
    }

    @Test
    void aDetailOfAnUnknownUserCarriesDefaults() throws SQLException {
        source.reading(5, 404, "12.30", "8.61", DAY + " 10:20:30");

        assertThat(source.oracle("dwd_power_consumption_detail"))
                .containsExactly("5 | 404 | 未知用户 | 12.30 | 8.61 | 2024-01-31 10:20:30 | 0 | 未知地区 | 未知");
    }

    @Test
    void eachNullColumnOfAUserTakesItsOwnDefault() throws SQLException {
        source.execute("INSERT INTO power_user VALUES (1, NULL, '居民', 9, '上海市')");
        source.execute("INSERT INTO power_user VALUES (2, '李四', NULL, 9, '上海市')");
        source.execute("INSERT INTO power_user VALUES (3, '王五', '居民', NULL, '上海市')");
        source.execute("INSERT INTO power_user VALUES (4, '赵六', '居民', 9, NULL)");
        for (int id = 1; id <= 4; id++) {
            source.reading(id, id, "1.00", "0.70", DAY);
        }

        assertThat(source.oracle("dwd_power_consumption_detail"))
                .containsExactly(
                        "1 | 1 | 未知用户 | 1.00 | 0.70 | 2024-01-31 00:00:00 | 9 | 上海市 | 居民",
                        "2 | 2 | 李四 | 1.00 | 0.70 | 2024-01-31 00:00:00 | 9 | 上海市 | 未知",
                        "3 | 3 | 王五 | 1.00 | 0.70 | 2024-01-31 00:00:00 | 0 | 上海市 | 居民",
                        "4 | 4 | 赵六 | 1.00 | 0.70 | 2024-01-31 00:00:00 | 9 | 未知地区 | 居民");
    }

    @Test
    void detailsFollowTheirUserWhenItAppearsMovesAndGoes() throws SQLException {
        String totals = "SELECT region_id, total_consumption FROM " + oracleOf("dws_region_daily_stats");
        source.reading(1, 1, "3.00", "2.10", DAY);
        source.reading(2, 1, "4.00", "2.80", DAY);
        assertThat(source.query(totals)).containsExactly("0 | 7.00");

        source.user(1, "张三", "居民", 9, "上海市");
        assertThat(source.query(totals)).containsExactly("9 | 7.00");

        source.execute("UPDATE power_user SET region_id = 10, region_name = '江苏省'");
        assertThat(source.query(totals)).containsExactly("10 | 7.00");

        source.execute("DELETE FROM power_user");
        assertThat(source.query(totals)).containsExactly("0 | 7.00");
    }

    @Test
    void totalsOfADayAreTheSameAtEveryLayerAndNoRowIsLost() throws SQLException {
        source.user(1, "张三", "居民", 9, "上海市");
        source.user(2, "李四", "工业", 10, "江苏省");
        source.reading(1, 1, "10.01", "1.00", DAY + " 01:00");
        source.reading(2, 1, "20.02", "2.00", DAY + " 02:00");
        source.reading(3, 2, "30.03", "3.00", DAY + " 02:00");
        source.reading(4, 404, "40.04", "4.00", DAY + " 23:00");
        source.reading(5, 2, "0.50", "0.05", "2024-02-01 00:00");
        source.reading(6, 1, "-1.00", "1.00", DAY + " 03:00");
        source.reading(7, 1, "'NaN'", "1.00", DAY + " 03:00");
        source.execute("SET gridhouse.ranking_limit = 0");

        for (String table : List.of(
                "dws_region_daily_stats",
                "dws_user_daily_stats",
                "dws_user_ranking",
                "dws_region_hourly_stats",
                "ads_power_dashboard")) {
            assertThat(source.query("SELECT stat_date, sum(total_consumption), sum(total_cost)"
                            + " FROM %s GROUP BY 1 ORDER BY 1".formatted(oracleOf(table))))
                    .as(table)
                    .containsExactly("2024-01-31 | 100.10 | 10.00", "2024-02-01 | 0.50 | 0.05");
        }
        String details = "SELECT consumption_date::date, sum(consumption_amount), sum(consumption_cost)"
                + " FROM %s GROUP BY 1 ORDER BY 1".formatted(oracleOf("dwd_power_consumption_detail"));
        assertThat(source.query(details)).containsExactly("2024-01-31 | 100.10 | 10.00", "2024-02-01 | 0.50 | 0.05");
        assertThat(source.oracle("dwd_power_consumption_detail")).hasSize(5);
        assertThat(source.oracle("dwd_quarantine")).as("7 rows in = 5 out + 2").hasSize(2);
    }
}
