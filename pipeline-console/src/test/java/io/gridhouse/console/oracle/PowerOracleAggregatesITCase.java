package io.gridhouse.console.oracle;

import static io.gridhouse.console.oracle.PowerOracleSession.oracleOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Days of users and regions, hours and rounding, by cases small enough to compute by hand. */
class PowerOracleAggregatesITCase {

    private static final String DAY = "2024-01-31";

    @RegisterExtension
    static final PowerOracleExtension POSTGRES = new PowerOracleExtension();

    private PowerOracleSession source;

    @BeforeEach
    void openEmptySource() throws SQLException {
        source = POSTGRES.emptySource();
    }

    @Test
    void aRegionsDayCountsRecordsAndDistinctUsers() throws SQLException {
        source.user(1, "张三", "居民", 9, "上海市");
        source.user(2, "李四", "商业", 9, "上海市");
        source.user(3, "王五", "居民", 10, "江苏省");
        source.reading(1, 1, "10.00", "7.00", DAY + " 08:00");
        source.reading(2, 1, "20.50", "14.35", DAY + " 09:00");
        source.reading(3, 2, "5.25", "4.73", DAY + " 09:00");
        source.reading(4, 3, "0.00", "0.00", DAY + " 09:00");

        assertThat(source.oracle("dws_region_daily_stats"))
                .containsExactly(
                        // 35.75 / 3 records = 11.91666..., 35.75 / 2 users = 17.875
                        "9 | 上海市 | 2024-01-31 | 35.75 | 26.08 | 2 | 11.92 | 20.50 | 5.25 | 3 |" + " 17.88",
                        "10 | 江苏省 | 2024-01-31 | 0.00 | 0.00 | 1 | 0.00 | 0.00 | 0.00 | 1 | 0.00");
    }

    @Test
    void averagesRoundHalfUpFromTheExactQuotient() throws SQLException {
        String averages = "SELECT stat_date, avg_consumption, avg_per_user FROM " + oracleOf("dws_region_daily_stats");
        // 2.01 / 2 = 1.005 per record. Half even would give 1.00.
        source.reading(1, 1, "1.00", "0", "2024-01-01");
        source.reading(2, 1, "1.01", "0", "2024-01-01");
        // 4.03 / 2 = 2.015. A double holds less than that and would give 2.01.
        source.reading(3, 1, "2.00", "0", "2024-01-02");
        source.reading(4, 2, "2.03", "0", "2024-01-02");
        // 3.01 / 3 = 1.00333... and 3.01 / 2 = 1.505
        source.reading(5, 1, "1.00", "0", "2024-01-03");
        source.reading(6, 1, "1.00", "0", "2024-01-03");
        source.reading(7, 2, "1.01", "0", "2024-01-03");
        // 0.02 / 3 = 0.00666... and 0.02 / 2 = 0.01
        source.reading(8, 1, "0.01", "0", "2024-01-04");
        source.reading(9, 1, "0.01", "0", "2024-01-04");
        source.reading(10, 2, "0.00", "0", "2024-01-04");
        // 199999999.97 / 2 = 99999999.985
        source.reading(11, 1, "99999999.99", "0", "2024-01-05");
        source.reading(12, 1, "99999999.98", "0", "2024-01-05");
        // 1.00 / 201 = 0.004975... Rounded to 4 decimals first it would become 0.0050 and then
        // 0.01.
        source.execute("INSERT INTO power_consumption SELECT 100 + n, 1, CASE WHEN n <= 100 THEN 0.01 ELSE"
                + " 0 END, 0, '2024-01-06' FROM generate_series(1, 201) AS n");

        assertThat(source.query(averages))
                .containsExactly(
                        "2024-01-01 | 1.01 | 2.01",
                        "2024-01-02 | 2.02 | 2.02",
                        "2024-01-03 | 1.00 | 1.51",
                        "2024-01-04 | 0.01 | 0.01",
                        "2024-01-05 | 99999999.99 | 199999999.97",
                        "2024-01-06 | 0.00 | 1.00");
    }

    @Test
    void aRegionWithSeveralNamesTakesTheGreatestInByteOrder() throws SQLException {
        String names = "SELECT region_id, region_name FROM " + oracleOf("dws_region_daily_stats");
        source.user(1, "张三", "居民", 1, "Zhejiang");
        source.user(2, "李四", "居民", 1, "anhui");
        source.user(3, "王五", "居民", 1, "BEIJING");
        source.user(4, "赵六", "居民", 2, "上海市");
        source.user(5, "钱七", "居民", 2, "北京市");
        for (int id = 1; id <= 5; id++) {
            source.reading(id, id, "1.00", "0.70", DAY);
        }

        // Upper case stands before lower case. U+4E0A 上 stands before U+5317 北, other than by
        // pinyin.
        assertThat(source.query(names)).containsExactly("1 | anhui", "2 | 北京市");
        assertThat(source.query("SELECT region_name FROM " + oracleOf("ads_power_dashboard")))
                .containsExactly("anhui", "北京市");
        assertThat(source.query("SELECT region_name FROM " + oracleOf("dws_user_ranking")))
                .as("a user keeps the name that its own row says")
                .containsExactly("Zhejiang", "anhui", "BEIJING", "上海市", "北京市");
    }

    @Test
    void aUsersDaySumsItsReadings() throws SQLException {
        source.user(10, "张三", "居民", 9, "上海市");
        source.reading(1, 10, "1.10", "0.77", "2024-01-31 00:00:00");
        source.reading(2, 10, "2.20", "1.54", "2024-01-31 23:59:59.999999");
        source.reading(3, 10, "4.40", "3.08", "2024-02-01 00:00:00");
        source.reading(4, 9, "0.00", "0.00", "2024-01-31 12:00:00");

        assertThat(source.oracle("dws_user_daily_stats"))
                .containsExactly(
                        "9 | 2024-01-31 | 未知用户 | 0 | 未知地区 | 0.00 | 0.00 | 1",
                        "10 | 2024-01-31 | 张三 | 9 | 上海市 | 3.30 | 2.31 | 2",
                        "10 | 2024-02-01 | 张三 | 9 | 上海市 | 4.40 | 3.08 | 1");
    }

    @Test
    void anHourBeginsAtItsFullHour() throws SQLException {
        source.reading(1, 1, "1.00", "0.10", "2024-01-31 00:00:00");
        source.reading(2, 1, "2.00", "0.20", "2024-01-31 00:59:59.999999");
        source.reading(3, 1, "4.00", "0.40", "2024-01-31 01:00:00");
        source.reading(4, 2, "8.00", "0.80", "2024-01-31 23:59:59.999999");
        source.reading(5, 2, "16.00", "1.60", "2024-02-01 00:00:00");

        assertThat(source.oracle("dws_region_hourly_stats"))
                .containsExactly(
                        "0 | 2024-01-31 | 0 | 3.00 | 0.30 | 2",
                        "0 | 2024-01-31 | 1 | 4.00 | 0.40 | 1",
                        "0 | 2024-01-31 | 23 | 8.00 | 0.80 | 1",
                        "0 | 2024-02-01 | 0 | 16.00 | 1.60 | 1");
    }
}
