package io.gridhouse.console.oracle;

import static io.gridhouse.console.oracle.PowerOracleSession.oracleOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who leads a region and day, and what its dashboard shows of that. */
class PowerOracleRankingITCase {

    private static final String DAY = "2024-01-31";

    @RegisterExtension
    static final PowerOracleExtension POSTGRES = new PowerOracleExtension();

    private PowerOracleSession source;

    @BeforeEach
    void openEmptySource() throws SQLException {
        source = POSTGRES.emptySource();
    }

    @Test
    void rankingIsPerRegionAndDayWithTiesToTheLowerUserId() throws SQLException {
        threeUsersOfWhichTwoTie();

        assertThat(source.oracle("dws_user_ranking"))
                .containsExactly(
                        "2 | 李四 | 9 | 上海市 | 2024-01-31 | 30.00 | 21.00 | 1",
                        "3 | 王五 | 9 | 上海市 | 2024-01-31 | 10.00 | 7.00 | 3",
                        "3 | 王五 | 9 | 上海市 | 2024-02-01 | 1.00 | 0.70 | 1",
                        "4 | 赵六 | 10 | 江苏省 | 2024-01-31 | 5.00 | 3.50 | 1",
                        "20 | 张三 | 9 | 上海市 | 2024-01-31 | 30.00 | 21.00 | 2");
    }

    @Test
    void rankingKeepsAsManyAsTheLimitPerRegionAndDay() throws SQLException {
        String ranks = "SELECT user_id, stat_date, ranking FROM " + oracleOf("dws_user_ranking");
        threeUsersOfWhichTwoTie();

        source.execute("SET gridhouse.ranking_limit = 2");
        assertThat(source.query(ranks))
                .containsExactly(
                        "2 | 2024-01-31 | 1", "3 | 2024-02-01 | 1", "4 | 2024-01-31 | 1", "20 | 2024-01-31 | 2");
        source.execute("SET gridhouse.ranking_limit = 1");
        assertThat(source.query(ranks))
                .containsExactly("2 | 2024-01-31 | 1", "3 | 2024-02-01 | 1", "4 | 2024-01-31 | 1");
    }

    @Test
    void rankingKeepsOneHundredByDefaultAndAllAtZero() throws SQLException {
        String size = "SELECT count(*), max(ranking) FROM " + oracleOf("dws_user_ranking");
        source.execute("INSERT INTO power_consumption SELECT id, id, 1.00, 0.70, '2024-01-31' FROM"
                + " generate_series(1, 103) AS id");

        assertThat(source.query(size)).containsExactly("100 | 100");
        source.execute("SET gridhouse.ranking_limit = ''");
        assertThat(source.query(size)).as("an empty setting is none").containsExactly("100 | 100");
        source.execute("SET gridhouse.ranking_limit = 0");
        assertThat(source.query(size)).containsExactly("103 | 103");
        assertThat(source.query("SELECT count(*) FROM " + oracleOf("dws_user_daily_stats")))
                .as("the limit cuts nothing but the ranking")
                .containsExactly("103");
    }

    @Test
    void theDashboardShowsPeakHourAndTopUserOfARegionsDay() throws SQLException {
        source.user(1, "张三", "居民", 1, "北京市");
        source.user(2, "李四", "居民", 1, "北京市");
        source.user(3, "王五", "居民", 13, "福建省");
        source.reading(1, 1, "10.00", "7.00", DAY + " 08:10");
        source.reading(2, 2, "11.00", "7.70", DAY + " 08:20");
        source.reading(3, 1, "12.00", "8.40", DAY + " 20:00");
        source.reading(4, 3, "1.00", "0.70", DAY + " 23:00");
        source.reading(5, 3, "2.00", "1.40", "2024-02-01 00:00");

        assertThat(source.oracle("ads_power_dashboard"))
                .containsExactly(
                        "DASHBOARD_13_2024-01-31 | 2024-01-31 | 13 | 福建省 | 1.00 | 0.70 | 1 | 1.00"
                                + " | 23 | 1.00 | 3 | 王五 | 1.00",
                        "DASHBOARD_13_2024-02-01 | 2024-02-01 | 13 | 福建省 | 2.00 | 1.40 | 1 | 2.00"
                                + " | 0 | 2.00 | 3 | 王五 | 2.00",
                        "DASHBOARD_1_2024-01-31 | 2024-01-31 | 1 | 北京市 | 33.00 | 23.10 | 2 | 11.00"
                                + " | 8 | 21.00 | 1 | 张三 | 22.00");
    }

    @Test
    void theDashboardGivesTiesToTheEarliestHourAndTheLowerUserId() throws SQLException {
        source.reading(1, 20, "5.00", "0", DAY + " 10:00");
        source.reading(2, 3, "2.50", "0", DAY + " 09:00");
        source.reading(3, 3, "2.50", "0", DAY + " 09:59");
        source.reading(4, 4, "4.99", "0", DAY + " 00:00");

        String peakAndTop = "SELECT dashboard_id, peak_hour, peak_consumption,"
                + " top_user_id, top_user_name, top_user_consumption FROM "
                + oracleOf("ads_power_dashboard");
        assertThat(source.query(peakAndTop)).containsExactly("DASHBOARD_0_2024-01-31 | 9 | 5.00 | 3 | 未知用户 | 5.00");
    }

    @Test
    void theDashboardDoesNotDependOnTheRankingLimit() throws SQLException {
        threeUsersOfWhichTwoTie();
        List<String> unlimited = source.oracle("ads_power_dashboard");

        source.execute("SET gridhouse.ranking_limit = 1");

        assertThat(unlimited).hasSize(3);
        assertThat(source.oracle("ads_power_dashboard")).isEqualTo(unlimited);
    }

    /**
     * On one day in 上海市: users 2 and 20 with 30.00, user 3 with 10.00. Alone: user 4 in 江苏省, user 3
     * a day later.
     */
    private void threeUsersOfWhichTwoTie() throws SQLException {
        source.user(20, "张三", "居民", 9, "上海市");
        source.user(2, "李四", "居民", 9, "上海市");
        source.user(3, "王五", "居民", 9, "上海市");
        source.user(4, "赵六", "居民", 10, "江苏省");
        source.reading(1, 20, "30.00", "21.00", DAY + " 08:00");
        source.reading(2, 2, "10.00", "7.00", DAY + " 08:00");
        source.reading(3, 2, "20.00", "14.00", DAY + " 09:00");
        source.reading(4, 3, "10.00", "7.00", DAY + " 09:00");
        source.reading(5, 4, "5.00", "3.50", DAY + " 09:00");
        source.reading(6, 3, "1.00", "0.70", "2024-02-01 09:00");
    }
}
