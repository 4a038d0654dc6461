package io.gridhouse.console.oracle;

import static io.gridhouse.console.oracle.PowerOracleSession.oracleOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.console.stack.EmbeddedPostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows are quarantined, for which reason, and with which payload. */
class PowerOracleQualityITCase {

    private static final String REASONS = "SELECT source_key, reason FROM " + oracleOf("dwd_quarantine");

    /**
     * The wall time of the running transaction in the default business zone, as the oracle takes
     * it.
     */
    private static final String NOW = "date_trunc('milliseconds', now() AT TIME ZONE 'Asia/Shanghai')";

    @RegisterExtension
    static final PowerOracleExtension POSTGRES = new PowerOracleExtension();

    private PowerOracleSession source;

    @BeforeEach
    void openEmptySource() throws SQLException {
        source = POSTGRES.emptySource();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    consumption_amount_nan    | 1, 1, 'NaN', 7.00, '2024-01-31'
                    consumption_cost_nan      | 1, 1, 10.00, 'NaN', '2024-01-31'
                    consumption_date_infinite | 1, 1, 10.00, 7.00, 'infinity'
                    consumption_date_infinite | 1, 1, 10.00, 7.00, '-infinity'
                    consumption_date_unholdable | 1, 1, 10.00, 7.00, '1969-12-31 23:59:59.999999'
                    meter_reading_before_nan  | 1, 1, 10.00, 7.00, '2024-01-31', 'NaN', 10.00
                    meter_reading_before_nan  | 1, 1, 10.00, 7.00, '2024-01-31', 'NaN', 'NaN'
                    meter_reading_before_nan  | 1, 1, 10.00, 7.00, '2024-01-31', 'NaN', NULL
                    meter_reading_after_nan   | 1, 1, 10.00, 7.00, '2024-01-31', 10.00, 'NaN'
                    """)
    void aReadingThatOdsCannotHoldStandsInQuarantineOnly(String reason, String values) throws SQLException {
        source.readingOf(values);

        assertThat(source.query(REASONS)).containsExactly("1 | " + reason);
        assertThat(source.oracle("ods_power_consumption")).isEmpty();
        assertAbsentAboveOds();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    user_id_null    | 1, NULL, 10.00, 7.00, '2024-01-31'
                    amount_null     | 1, 1, NULL, 7.00, '2024-01-31'
                    amount_negative | 1, 1, -0.01, 7.00, '2024-01-31'
                    cost_null       | 1, 1, 10.00, NULL, '2024-01-31'
                    cost_negative   | 1, 1, 10.00, -0.01, '2024-01-31'
                    date_null       | 1, 1, 10.00, 7.00, NULL
                    date_too_early  | 1, 1, 10.00, 7.00, '1999-12-31 23:59:59.999999'
                    date_in_future  | 1, 1, 10.00, 7.00, now() + INTERVAL '30 days'
                    meter_mismatch  | 1, 1, 10.00, 7.00, '2024-01-31', 100.00, 110.02
                    meter_mismatch  | 1, 1, 10.00, 7.00, '2024-01-31', 100.00, 109.98
                    meter_mismatch  | 1, 1, 10.00, 7.00, '2024-01-31', 110.00, 100.00
                    """)
    void aReadingThatBreaksABusinessRuleStaysInOds(String reason, String values) throws SQLException {
        source.readingOf(values);

        assertThat(source.query(REASONS)).containsExactly("1 | " + reason);
        assertThat(source.oracle("ods_power_consumption")).hasSize(1);
        assertAbsentAboveOds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1, 1, 0.00, 0.00, '2024-01-31'",
                "1, 1, 10.00, 7.00, '2000-01-01 00:00:00'",
                "1, 1, 10.00, 7.00, '2024-01-31', 100.00, 110.01",
                "1, 1, 10.00, 7.00, '2024-01-31', 100.00, 109.99",
                "1, 1, 10.00, 7.00, '2024-01-31', 100.00, NULL",
                "1, 1, 10.00, 7.00, '2024-01-31', NULL, 100.00"
            })
    void aReadingAtTheEdgeOfARuleKeepsIt(String values) throws SQLException {
        source.readingOf(values);

        assertThat(source.oracle("dwd_quarantine")).isEmpty();
        assertThat(source.oracle("dwd_power_consumption_detail")).hasSize(1);
    }

    @Test
    void theFirstBrokenRuleInTheFixedOrderIsTheReason() throws SQLException {
        source.readingOf("1, NULL, 'NaN', 'NaN', 'infinity', 'NaN', 'NaN'");
        assertThat(source.query(REASONS)).containsExactly("1 | consumption_amount_nan");

        assertReasonAfter("consumption_amount = NULL", "consumption_cost_nan");
        assertReasonAfter("consumption_cost = NULL", "consumption_date_infinite");
        assertReasonAfter("consumption_date = NULL", "meter_reading_before_nan");
        assertReasonAfter("meter_reading_before = 1", "meter_reading_after_nan");
        assertReasonAfter("meter_reading_after = 5", "user_id_null");
        assertReasonAfter("user_id = 1", "amount_null");
        assertReasonAfter("consumption_amount = -10", "amount_negative");
        assertReasonAfter("consumption_amount = 10", "cost_null");
        assertReasonAfter("consumption_cost = -7", "cost_negative");
        assertReasonAfter("consumption_cost = 7", "date_null");
        assertReasonAfter("consumption_date = '1999-12-31'", "date_too_early");
        assertReasonAfter("consumption_date = '9999-12-31'", "date_in_future");
        assertReasonAfter("consumption_date = '2024-01-31'", "meter_mismatch");

        source.execute("UPDATE power_consumption SET meter_reading_after = 11");
        assertThat(source.oracle("dwd_quarantine")).as("a corrected row leaves").isEmpty();
        assertThat(source.oracle("dwd_power_consumption_detail")).hasSize(1);
    }

    private void assertReasonAfter(String correction, String reason) throws SQLException {
        source.execute("UPDATE power_consumption SET " + correction);
        assertThat(source.query(REASONS)).as(correction).containsExactly("1 | " + reason);
    }

    @Test
    void aDateOneDayAfterItsChangeIsTheLatestThatIsKept() throws SQLException {
        // Inside its own transaction a row has no commit time yet, and now() stands in for it: an
        // exact edge.
        source.execute("BEGIN");
        source.readingOf("1, 1, 10.00, 7.00, " + NOW + " + INTERVAL '1 day'");
        source.readingOf("2, 1, 10.00, 7.00, " + NOW + " + INTERVAL '1 day 1 microsecond'");

        assertThat(source.query(REASONS)).containsExactly("2 | date_in_future");
    }

    @Test
    void aDateIsComparedWithTheWallTimeOfTheBusinessZone() throws SQLException {
        source.execute("SET TimeZone = 'America/New_York'");
        source.execute("BEGIN");
        source.readingOf("1, 1, 10.00, 7.00, " + NOW + " + INTERVAL '1 day'");

        assertThat(source.query(REASONS)).as("Asia/Shanghai by default").isEmpty();
        source.execute("SET gridhouse.business_zone = 'UTC'");
        assertThat(source.query(REASONS)).containsExactly("1 | date_in_future");
        source.execute("SET gridhouse.business_zone = 'Asia/Tokyo'");
        assertThat(source.query(REASONS)).isEmpty();
        source.execute("SET gridhouse.business_zone = ''");
        assertThat(source.query(REASONS)).isEmpty();
    }

    @Test
    void aDateIsComparedWithTheCommitOfItsChangeAndNotWithTheTimeOfTheQuestion() throws SQLException {
        source.execute("BEGIN");
        String question = source.query("SELECT now()").get(0);
        try (PowerOracleSession later = POSTGRES.anotherSession()) {
            String clockMovedOn =
                    "SELECT clock_timestamp() > TIMESTAMPTZ '%s' + INTERVAL '2 milliseconds'".formatted(question);
            while (!later.query(clockMovedOn).contains("t")) {
                Thread.onSpinWait();
            }
            later.readingOf("1, 1, 10.00, 7.00, " + NOW + " + INTERVAL '1 day'");
        }

        String afterQuestion = "SELECT consumption_date > " + NOW + " + INTERVAL '1 day' FROM power_consumption";
        assertThat(source.query(afterQuestion))
                .as("more than a day after the question")
                .containsExactly("t");
        assertThat(source.query(REASONS))
                .as("not more than a day after its commit")
                .isEmpty();
    }

    @Test
    void theCurrentTimeStandsInForACommitTimeThatPostgresDoesNotKnow(@TempDir Path directory) throws SQLException {
        String hourToSpare = "now() AT TIME ZONE 'Asia/Shanghai' + INTERVAL '%d hours'";
        try (EmbeddedPostgresServer untracked = PowerOracleExtension.server(directory, "off")) {
            PowerOracleExtension.createDatabase(untracked);
        }
        try (EmbeddedPostgresServer untracked = PowerOracleExtension.server(directory, "off");
                PowerOracleSession session = PowerOracleSession.open(PowerOracleExtension.connect(untracked))) {
            session.readingOf("1, 1, 10.00, 7.00, " + hourToSpare.formatted(23));
            session.readingOf("2, 1, 10.00, 7.00, " + hourToSpare.formatted(25));

            assertThat(session.query(REASONS)).containsExactly("2 | date_in_future");
        }
        try (EmbeddedPostgresServer tracked = PowerOracleExtension.server(directory, "on");
                PowerOracleSession session = PowerOracleSession.open(PowerOracleExtension.connect(tracked))) {
            assertThat(session.query("SELECT pg_xact_commit_timestamp(xmin) FROM power_consumption"))
                    .as("written before the setting was switched on")
                    .containsExactly("null", "null");
            assertThat(session.query(REASONS)).containsExactly("2 | date_in_future");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "create_time_infinite, infinity, 2024-01-01",
        "create_time_infinite, -infinity, infinity",
        "update_time_infinite, 2024-01-01, -infinity",
        "create_time_unholdable, 0001-01-01 00:00:00.0001, infinity",
        "update_time_unholdable, 1969-12-31 23:59:59.999, 1969-12-31 23:59:59.9991"
    })
    void aUserWithATimeThatOdsCannotHoldIsQuarantinedAndUnknownToItsReadings(
            String reason, String createTime, String updateTime) throws SQLException {
        source.execute("INSERT INTO power_user VALUES (1, '张三', '居民', 9, '上海市', NULL, NULL, '%s', '%s')"
                .formatted(createTime, updateTime));
        source.reading(5, 1, "10.00", "7.00", "2024-01-31");

        assertThat(source.query("SELECT source_table, source_key, reason FROM " + oracleOf("dwd_quarantine")))
                .containsExactly("power_user | 1 | " + reason);
        assertThat(source.oracle("ods_power_user")).isEmpty();
        assertThat(source.oracle("dwd_power_consumption_detail"))
                .containsExactly("5 | 1 | 未知用户 | 10.00 | 7.00 | 2024-01-31 00:00:00 | 0 | 未知地区 | 未知");
    }

    @Test
    void thePayloadIsTheWholeRowAsCompactJsonOfTextAndNull() throws SQLException {
        source.readingOf("17, 3, -1, 7.5, '2024-01-31 10:20:30.1200', 1, NULL, NULL");
        source.readingOf("18, NULL, 'NaN', 'NaN', 'infinity', 'NaN', 'NaN', ''");
        source.execute("INSERT INTO power_user VALUES (3, '张三', NULL, 9, '上海市', 'a, b: c', '138',"
                + " '2024-01-31', '-infinity')");

        assertThat(source.oracle("dwd_quarantine"))
                .containsExactly(
                        "power_consumption | 17 | amount_negative | {\"consumption_id\":\"17\","
                                + "\"user_id\":\"3\",\"consumption_amount\":\"-1.00\","
                                + "\"consumption_cost\":\"7.50\","
                                + "\"consumption_date\":\"2024-01-31 10:20:30.12\","
                                + "\"meter_reading_before\":\"1.00\",\"meter_reading_after\":null,"
                                + "\"remark\":null}",
                        "power_consumption | 18 | consumption_amount_nan | {\"consumption_id\":\"18\","
                                + "\"user_id\":null,\"consumption_amount\":\"NaN\","
                                + "\"consumption_cost\":\"NaN\",\"consumption_date\":\"infinity\","
                                + "\"meter_reading_before\":\"NaN\",\"meter_reading_after\":\"NaN\","
                                + "\"remark\":\"\"}",
                        "power_user | 3 | update_time_infinite | {\"user_id\":\"3\","
                                + "\"user_name\":\"张三\",\"usage_type\":null,\"region_id\":\"9\","
                                + "\"region_name\":\"上海市\",\"address\":\"a, b: c\","
                                + "\"phone\":\"138\",\"create_time\":\"2024-01-31 00:00:00\","
                                + "\"update_time\":\"-infinity\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    E'say "no"'                | "say \\"no\\""
                    E'a\\\\b/c'                | "a\\\\b/c"
                    E'\\b\\f\\n\\r\\t'         | "\\b\\f\\n\\r\\t"
                    E'\\x01\\x1f'             | "\\u0001\\u001f"
                    E'\\u00e9\\u7535\\U0001F50C' | "é电🔌"
                    '<a href=''x''>&</a>'      | "<a href='x'>&</a>"
                    """)
    void thePayloadEscapesQuotesBackslashAndControlCharactersOnly(String remark, String json) throws SQLException {
        source.readingOf("1, 1, -1, 0, '2024-01-31', NULL, NULL, " + remark);

        assertThat(source.query("SELECT payload FROM " + oracleOf("dwd_quarantine")))
                .singleElement()
                .asString()
                .endsWith(",\"remark\":" + json + "}");
    }

    @Test
    void quarantineIsSortedByTableAndKeyAsText() throws SQLException {
        source.reading(10, 1, "-1", "0", "2024-01-31");
        source.reading(9, 1, "-1", "0", "2024-01-31");
        source.reading(-5, 1, "-1", "0", "2024-01-31");
        source.execute("INSERT INTO power_user (user_id, create_time) VALUES (1, 'infinity')");

        assertThat(source.query("SELECT source_table, source_key FROM " + oracleOf("dwd_quarantine")))
                .containsExactly(
                        "power_consumption | -5", "power_consumption | 10", "power_consumption | 9", "power_user | 1");
    }

    private void assertAbsentAboveOds() throws SQLException {
        assertThat(source.oracle("dwd_power_consumption_detail")).isEmpty();
        assertThat(source.oracle("dws_region_daily_stats")).isEmpty();
        assertThat(source.oracle("dws_user_daily_stats")).isEmpty();
        assertThat(source.oracle("dws_user_ranking")).isEmpty();
        assertThat(source.oracle("dws_region_hourly_stats")).isEmpty();
        assertThat(source.oracle("ads_power_dashboard")).isEmpty();
    }
}
