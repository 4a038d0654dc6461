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
}
