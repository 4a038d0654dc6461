package io.gridhouse.power;

import io.gridhouse.core.table.RowSchema;
import java.time.LocalDate;

/**
 * Key: a region in an hour of a day.
 *
 * @param statHour 0 to 23
 */
public record RegionHour(int regionId, LocalDate statDate, int statHour) {

    /** Columns of the key. */
    public static final RowSchema<RegionHour> SCHEMA = RowSchema.of(RegionHour.class)
            .integer("region_id", RegionHour::regionId)
            .date("stat_date", RegionHour::statDate)
            .integer("stat_hour", RegionHour::statHour)
            .build(f -> new RegionHour(f.integer(), f.date(), f.integer()));

    // Written out: state is looked up by this key several times per change, and the generated methods, chains of method
    // handles, stood out in profiles of a job that had just started.
    @Override
    public boolean equals(Object other) {
        return other instanceof RegionHour that
                && regionId == that.regionId
                && statHour == that.statHour
                && statDate.equals(that.statDate);
    }

    @Override
    public int hashCode() {
        return (regionId * 31 + statDate.hashCode()) * 31 + statHour;
    }
}
