package io.gridhouse.console.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shape of each layer: its columns in order, with their types. */
class PowerOracleColumnsITCase {

    @RegisterExtension
    static final PowerOracleExtension POSTGRES = new PowerOracleExtension();

    private PowerOracleSession source;

    @BeforeEach
    void openEmptySource() throws SQLException {
        source = POSTGRES.emptySource();
    }

    @Test
    void columnsAreThoseOfTheTables() throws SQLException {
        assertThat(source.columns("ods_power_user"))
                .containsExactly(
                        "user_id int8",
                        "user_name text",
                        "usage_type text",
                        "region_id int4",
                        "region_name text",
                        "address text",
                        "phone text",
                        "create_time timestamp",
                        "update_time timestamp");
        assertThat(source.columns("ods_power_consumption"))
                .containsExactly(
                        "consumption_id int8",
                        "user_id int8",
                        "consumption_amount numeric(10,2)",
                        "consumption_cost numeric(10,2)",
                        "consumption_date timestamp",
                        "meter_reading_before numeric(10,2)",
                        "meter_reading_after numeric(10,2)",
                        "remark text");
        assertThat(source.columns("dwd_power_consumption_detail"))
                .containsExactly(
                        "consumption_id int8",
                        "user_id int8",
                        "user_name text",
                        "consumption_amount numeric(10,2)",
                        "consumption_cost numeric(10,2)",
                        "consumption_date timestamp",
                        "region_id int4",
                        "region_name text",
                        "usage_type text");
        assertThat(source.columns("dwd_quarantine"))
                .containsExactly("source_table text", "source_key text", "reason text", "payload text");
        assertThat(source.columns("dws_region_daily_stats"))
                .containsExactly(
                        "region_id int4",
                        "region_name text",
                        "stat_date date",
                        "total_consumption numeric(18,2)",
                        "total_cost numeric(18,2)",
                        "user_count int8",
                        "avg_consumption numeric(10,2)",
                        "max_consumption numeric(10,2)",
                        "min_consumption numeric(10,2)",
                        "record_count int8",
                        "avg_per_user numeric(18,2)");
        assertThat(source.columns("dws_user_daily_stats"))
                .containsExactly(
                        "user_id int8",
                        "stat_date date",
                        "user_name text",
                        "region_id int4",
                        "region_name text",
                        "total_consumption numeric(18,2)",
                        "total_cost numeric(18,2)",
                        "record_count int8");
        assertThat(source.columns("dws_user_ranking"))
                .containsExactly(
                        "user_id int8",
                        "user_name text",
                        "region_id int4",
                        "region_name text",
                        "stat_date date",
                        "total_consumption numeric(18,2)",
                        "total_cost numeric(18,2)",
                        "ranking int4");
        assertThat(source.columns("dws_region_hourly_stats"))
                .containsExactly(
                        "region_id int4",
                        "stat_date date",
                        "stat_hour int4",
                        "total_consumption numeric(18,2)",
                        "total_cost numeric(18,2)",
                        "record_count int8");
        assertThat(source.columns("ads_power_dashboard"))
                .containsExactly(
                        "dashboard_id text",
                        "stat_date date",
                        "region_id int4",
                        "region_name text",
                        "total_consumption numeric(18,2)",
                        "total_cost numeric(18,2)",
                        "user_count int8",
                        "avg_consumption numeric(10,2)",
                        "peak_hour int4",
                        "peak_consumption numeric(18,2)",
                        "top_user_id int8",
                        "top_user_name text",
                        "top_user_consumption numeric(18,2)");
    }
}
