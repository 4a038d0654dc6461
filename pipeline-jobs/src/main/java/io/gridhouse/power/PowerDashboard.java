package io.gridhouse.power;

import io.gridhouse.core.table.RowSchema;
import java.time.LocalDate;

/**
 * Everything the dashboard shows of a region's day: {@code ads_power_dashboard}.
 *
 * @param dashboardId {@code DASHBOARD_{region_id}_{yyyy-MM-dd}}
 * @param totalConsumption 1/100 kWh
 * @param totalCost 1/100 元
 * @param userCount distinct users
 * @param avgConsumption per record, 1/100 kWh
 * @param peakHour 0 to 23
 * @param peakConsumption that hour's total, 1/100 kWh
 * @param topUserId the user at rank 1
 * @param topUserConsumption that user's total, 1/100 kWh
 */
public record PowerDashboard(
        String dashboardId,
        LocalDate statDate,
        int regionId,
        String regionName,
        long totalConsumption,
        long totalCost,
        long userCount,
        long avgConsumption,
        int peakHour,
        long peakConsumption,
        long topUserId,
        String topUserName,
        long topUserConsumption) {

    /** Columns of the dashboard. */
    public static final RowSchema<PowerDashboard> SCHEMA = RowSchema.of(PowerDashboard.class)
            .string("dashboard_id", PowerDashboard::dashboardId)
            .date("stat_date", PowerDashboard::statDate)
            .integer("region_id", PowerDashboard::regionId)
            .string("region_name", PowerDashboard::regionName)
            .decimal("total_consumption", 18, 2, PowerDashboard::totalConsumption)
            .decimal("total_cost", 18, 2, PowerDashboard::totalCost)
            .bigint("user_count", PowerDashboard::userCount)
            .decimal("avg_consumption", 10, 2, PowerDashboard::avgConsumption)
            .integer("peak_hour", PowerDashboard::peakHour)
            .decimal("peak_consumption", 18, 2, PowerDashboard::peakConsumption)
            .bigint("top_user_id", PowerDashboard::topUserId)
            .string("top_user_name", PowerDashboard::topUserName)
            .decimal("top_user_consumption", 18, 2, PowerDashboard::topUserConsumption)
            .build(f -> new PowerDashboard(
                    f.string(),
                    f.date(),
                    f.integer(),
                    f.string(),
                    f.decimal(),
                    f.decimal(),
                    f.bigint(),
                    f.decimal(),
                    f.integer(),
                    f.decimal(),
                    f.bigint(),
                    f.string(),
                    f.decimal()));

    /** The dashboard of a region's day, or null while a part is missing. */
    static PowerDashboard of(RegionDay key, RegionDailyStats stats, PeakHour peak, UserRanking top) {
        if (stats == null || peak == null || top == null) {
            return null;
        }
        return new PowerDashboard(
                "DASHBOARD_" + key.regionId() + "_" + key.statDate(),
                key.statDate(),
                key.regionId(),
                stats.regionName(),
                stats.totalConsumption(),
                stats.totalCost(),
                stats.userCount(),
                stats.avgConsumption(),
                peak.statHour(),
                peak.totalConsumption(),
                top.userId(),
                top.userName(),
                top.totalConsumption());
    }

    RegionDay regionDay() {
        return new RegionDay(regionId, statDate);
    }
}
