package io.gridhouse.power;

import io.gridhouse.core.operator.Aggregation;
import io.gridhouse.core.table.RowSchema;
import java.time.LocalDate;

/**
 * A region's day: {@code dws_region_daily_stats}.
 *
 * @param totalConsumption 1/100 kWh
 * @param totalCost 1/100 元
 * @param userCount distinct users
 * @param avgConsumption per record, 1/100 kWh, rounded half up
 * @param maxConsumption greatest reading, 1/100 kWh
 * @param minConsumption least reading, 1/100 kWh
 * @param avgPerUser 人均用电量, 1/100 kWh, rounded half up
 */
public record RegionDailyStats(
        int regionId,
        String regionName,
        LocalDate statDate,
        long totalConsumption,
        long totalCost,
        long userCount,
        long avgConsumption,
        long maxConsumption,
        long minConsumption,
        long recordCount,
        long avgPerUser) {

    /** Columns of the region's day. */
    public static final RowSchema<RegionDailyStats> SCHEMA = RowSchema.of(RegionDailyStats.class)
            .integer("region_id", RegionDailyStats::regionId)
            .string("region_name", RegionDailyStats::regionName)
            .date("stat_date", RegionDailyStats::statDate)
            .decimal("total_consumption", 18, 2, RegionDailyStats::totalConsumption)
            .decimal("total_cost", 18, 2, RegionDailyStats::totalCost)
            .bigint("user_count", RegionDailyStats::userCount)
            .decimal("avg_consumption", 10, 2, RegionDailyStats::avgConsumption)
            .decimal("max_consumption", 10, 2, RegionDailyStats::maxConsumption)
            .decimal("min_consumption", 10, 2, RegionDailyStats::minConsumption)
            .bigint("record_count", RegionDailyStats::recordCount)
            .decimal("avg_per_user", 18, 2, RegionDailyStats::avgPerUser)
            .build(f -> new RegionDailyStats(
                    f.integer(),
                    f.string(),
                    f.date(),
                    f.decimal(),
                    f.decimal(),
                    f.bigint(),
                    f.decimal(),
                    f.decimal(),
                    f.decimal(),
                    f.bigint(),
                    f.decimal()));

    static Aggregation<RegionDay, UserDayTotals, RegionDailyStats> ofUserDays() {
        Aggregation.Builder<RegionDay, UserDayTotals> days = Aggregation.over();
        var name = days.greatest(UserDayTotals::regionName);
        var consumption = days.sum(UserDayTotals::totalConsumption);
        var cost = days.sum(UserDayTotals::totalCost);
        var records = days.sum(UserDayTotals::recordCount);
        var max = days.maximum(UserDayTotals::maxConsumption, UserDayTotals::userId);
        var min = days.minimum(UserDayTotals::minConsumption, UserDayTotals::userId);
        return days.into(
                SCHEMA,
                (key, a) -> new RegionDailyStats(
                        key.regionId(),
                        a.greatest(name),
                        key.statDate(),
                        a.sum(consumption),
                        a.sum(cost),
                        a.rows(),
                        divideHalfUp(a.sum(consumption), a.sum(records)),
                        a.maximum(max),
                        a.minimum(min),
                        a.sum(records),
                        divideHalfUp(a.sum(consumption), a.rows())));
    }

    /** Exact quotient of numbers that are not negative, rounded half up. */
    static long divideHalfUp(long dividend, long divisor) {
        long quotient = dividend / divisor;
        long remainder = dividend % divisor;
        return remainder >= divisor - remainder ? quotient + 1 : quotient;
    }

    RegionDay regionDay() {
        return new RegionDay(regionId, statDate);
    }
}
