package io.gridhouse.core.sample;

import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.TableSpec;

/** Every measure that an aggregate has, of a place's visits. */
public record PlaceTotals(
        int place,
        long visits,
        long amount,
        long guests,
        long most,
        long mostBy,
        long least,
        long leastBy,
        String greatestNote,
        long latestGuest) {

    public static final RowSchema<PlaceTotals> SCHEMA = RowSchema.of(PlaceTotals.class)
            .integer("place", PlaceTotals::place)
            .bigint("visits", PlaceTotals::visits)
            .decimal("amount", 18, 2, PlaceTotals::amount)
            .bigint("guests", PlaceTotals::guests)
            .decimal("most", 10, 2, PlaceTotals::most)
            .bigint("most_by", PlaceTotals::mostBy)
            .decimal("least", 10, 2, PlaceTotals::least)
            .bigint("least_by", PlaceTotals::leastBy)
            .stringOrNull("greatest_note", PlaceTotals::greatestNote)
            .bigint("latest_guest", PlaceTotals::latestGuest)
            .build(f -> new PlaceTotals(
                    f.integer(),
                    f.bigint(),
                    f.decimal(),
                    f.bigint(),
                    f.decimal(),
                    f.bigint(),
                    f.decimal(),
                    f.bigint(),
                    f.stringOrNull(),
                    f.bigint()));

    public static final TableSpec<PlaceTotals> TABLE = TableSpec.of("place_totals", SCHEMA, "place");
}
