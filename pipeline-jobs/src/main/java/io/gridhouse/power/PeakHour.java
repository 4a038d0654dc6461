package io.gridhouse.power;

import io.gridhouse.core.operator.Aggregation;
import io.gridhouse.core.table.RowSchema;
import java.time.LocalDate;

/**
 * The hour of a region's day with the greatest consumption, ties to the earliest.
 *
 * @param statHour 0 to 23
 * @param totalConsumption that hour's, 1/100 kWh
 */
public record PeakHour(int regionId, LocalDate statDate, int statHour, long totalConsumption) {

    /** Columns of the peak between operators and in state. */
    public static final RowSchema<PeakHour> SCHEMA = RowSchema.of(PeakHour.class)
            .integer("region_id", PeakHour::regionId)
            .date("stat_date", PeakHour::statDate)
            .integer("stat_hour", PeakHour::statHour)
            .decimal("total_consumption", 18, 2, PeakHour::totalConsumption)
            .build(f -> new PeakHour(f.integer(), f.date(), f.integer(), f.decimal()));

    static Aggregation<RegionDay, RegionHourlyStats, PeakHour> ofHours() {
        Aggregation.Builder<RegionDay, RegionHourlyStats> hours = Aggregation.over();
        var peak = hours.maximum(RegionHourlyStats::totalConsumption, RegionHourlyStats::statHour);
        return hours.into(
                SCHEMA,
                (key, a) -> new PeakHour(
                        key.regionId(), key.statDate(), Math.toIntExact(a.memberOf(peak)), a.maximum(peak)));
    }

    RegionDay regionDay() {
        return new RegionDay(regionId, statDate);
    }
}
