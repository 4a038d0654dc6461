package io.gridhouse.power;

import io.gridhouse.core.operator.Aggregation;
import io.gridhouse.core.table.RowSchema;
import java.time.LocalDate;

/**
 * A region's hour, one point of the load curve: {@code dws_region_hourly_stats}.
 *
 * @param statHour 0 to 23
 * @param totalConsumption 1/100 kWh
 * @param totalCost 1/100 元
 */
public record RegionHourlyStats(
        int regionId, LocalDate statDate, int statHour, long totalConsumption, long totalCost, long recordCount) {

    /** Columns of the region's hour. */
    public static final RowSchema<RegionHourlyStats> SCHEMA = RowSchema.of(RegionHourlyStats.class)
            .integer("region_id", RegionHourlyStats::regionId)
            .date("stat_date", RegionHourlyStats::statDate)
            .integer("stat_hour", RegionHourlyStats::statHour)
            .decimal("total_consumption", 18, 2, RegionHourlyStats::totalConsumption)
            .decimal("total_cost", 18, 2, RegionHourlyStats::totalCost)
            .bigint("record_count", RegionHourlyStats::recordCount)
            .build(f ->
                    new RegionHourlyStats(f.integer(), f.date(), f.integer(), f.decimal(), f.decimal(), f.bigint()));

    static Aggregation<RegionHour, ConsumptionDetail, RegionHourlyStats> ofDetails() {
        Aggregation.Builder<RegionHour, ConsumptionDetail> details = Aggregation.over();
        var consumption = details.sum(ConsumptionDetail::consumptionAmount);
        var cost = details.sum(ConsumptionDetail::consumptionCost);
        return details.into(
                SCHEMA,
                (key, a) -> new RegionHourlyStats(
                        key.regionId(), key.statDate(), key.statHour(), a.sum(consumption), a.sum(cost), a.rows()));
    }

    RegionHour regionHour() {
        return new RegionHour(regionId, statDate, statHour);
    }

    RegionDay regionDay() {
        return new RegionDay(regionId, statDate);
    }
}
