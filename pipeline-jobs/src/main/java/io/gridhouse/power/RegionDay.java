package io.gridhouse.power;

import io.gridhouse.core.table.RowSchema;
import java.time.LocalDate;

/** Key: a region on a day. */
public record RegionDay(int regionId, LocalDate statDate) {

    /** Columns of the key. */
    public static final RowSchema<RegionDay> SCHEMA = RowSchema.of(RegionDay.class)
            .integer("region_id", RegionDay::regionId)
            .date("stat_date", RegionDay::statDate)
            .build(f -> new RegionDay(f.integer(), f.date()));

    // Written out: state is looked up by this key several times per change, and the generated methods, chains of method
    // handles, stood out in profiles of a job that had just started.
    @Override
    public boolean equals(Object other) {
        return other instanceof RegionDay that && regionId == that.regionId && statDate.equals(that.statDate);
    }

    @Override
    public int hashCode() {
        return regionId * 31 + statDate.hashCode();
    }
}
