package io.gridhouse.core.sample;

import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.TableSpec;

/** A visit's rank among those of its place. */
public record RankedVisit(long id, int place, long amount, int rank) {

    public static final RowSchema<RankedVisit> SCHEMA = RowSchema.of(RankedVisit.class)
            .bigint("id", RankedVisit::id)
            .integer("place", RankedVisit::place)
            .decimal("amount", 10, 2, RankedVisit::amount)
            .integer("rank", RankedVisit::rank)
            .build(f -> new RankedVisit(f.bigint(), f.integer(), f.decimal(), f.integer()));

    public static final TableSpec<RankedVisit> TABLE = TableSpec.of("ranked_visit", SCHEMA, "id");

    public static RankedVisit of(Visit visit, int rank) {
        return new RankedVisit(visit.id(), visit.place(), visit.amount(), rank);
    }
}
