package io.gridhouse.power;

import io.gridhouse.core.cdc.CapturedTable;
import io.gridhouse.core.quality.Quarantined;
import io.gridhouse.core.table.TableSpec;
import java.util.List;

/** The tables of the power warehouse: two at the source, nine in Fluss, one at the sink. */
public final class PowerTables {

    /** Source: customers. */
    public static final CapturedTable<PowerUser> SOURCE_USER =
            new CapturedTable<>("public", "power_user", PowerUser.SCHEMA, List.of("user_id"));

    /** Source: meter readings. */
    public static final CapturedTable<PowerConsumption> SOURCE_CONSUMPTION =
            new CapturedTable<>("public", "power_consumption", PowerConsumption.SCHEMA, List.of("consumption_id"));

    /** ODS: exact copy of the customers. */
    public static final TableSpec<PowerUser> ODS_USER = TableSpec.of("ods_power_user", PowerUser.SCHEMA, "user_id");

    /** ODS: exact copy of the readings, as far as its types hold them. */
    public static final TableSpec<PowerConsumption> ODS_CONSUMPTION =
            TableSpec.of("ods_power_consumption", PowerConsumption.SCHEMA, "consumption_id");

    /** DWD: readings with their user's columns. */
    public static final TableSpec<ConsumptionDetail> DWD_DETAIL = TableSpec.of(
                    "dwd_power_consumption_detail", ConsumptionDetail.SCHEMA, "consumption_id")
            .stampedBy("etl_time");

    /** DWD: rows that break a rule. */
    public static final TableSpec<Quarantined> DWD_QUARANTINE = Quarantined.table("dwd_quarantine");

    /** DWS: regions by day. */
    public static final TableSpec<RegionDailyStats> DWS_REGION_DAILY = TableSpec.of(
                    "dws_region_daily_stats", RegionDailyStats.SCHEMA, "region_id", "stat_date")
            .bucketedBy("region_id");

    /** DWS: users by day. */
    public static final TableSpec<UserDailyStats> DWS_USER_DAILY = TableSpec.of(
                    "dws_user_daily_stats", UserDailyStats.SCHEMA, "user_id", "stat_date")
            .bucketedBy("user_id");

    /** DWS: the first users of each region and day. */
    public static final TableSpec<UserRanking> DWS_USER_RANKING = TableSpec.of(
                    "dws_user_ranking", UserRanking.SCHEMA, "user_id", "stat_date")
            .bucketedBy("user_id");

    /** DWS: the load curve. */
    public static final TableSpec<RegionHourlyStats> DWS_REGION_HOURLY = TableSpec.of(
                    "dws_region_hourly_stats", RegionHourlyStats.SCHEMA, "region_id", "stat_date", "stat_hour")
            .bucketedBy("region_id");

    /** ADS, and the sink: the dashboard. */
    public static final TableSpec<PowerDashboard> ADS_DASHBOARD = TableSpec.of(
                    "ads_power_dashboard", PowerDashboard.SCHEMA, "dashboard_id", "stat_date", "region_id")
            .bucketedBy("dashboard_id")
            .stampedBy("update_time");

    /** Columns of the sink table that get an index of their own. */
    public static final List<String> SINK_INDEXES = List.of("stat_date", "region_id");

    private PowerTables() {}

    /** The captured tables, in the order of their tags. */
    public static List<CapturedTable<?>> captured() {
        return List.of(SOURCE_USER, SOURCE_CONSUMPTION);
    }

    /** All Fluss tables, from the lowest layer up. */
    public static List<TableSpec<?>> fluss() {
        return List.of(
                ODS_USER,
                ODS_CONSUMPTION,
                DWD_DETAIL,
                DWD_QUARANTINE,
                DWS_REGION_DAILY,
                DWS_USER_DAILY,
                DWS_USER_RANKING,
                DWS_REGION_HOURLY,
                ADS_DASHBOARD);
    }
}
