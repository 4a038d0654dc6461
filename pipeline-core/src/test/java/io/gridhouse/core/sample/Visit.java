package io.gridhouse.core.sample;

import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.TableSpec;

/** A fact of the tests: a guest was at a place. */
public record Visit(long id, long guest, int place, long amount, String note) {

    public static final RowSchema<Visit> SCHEMA = RowSchema.of(Visit.class)
            .bigint("id", Visit::id)
            .bigint("guest", Visit::guest)
            .integer("place", Visit::place)
            .decimal("amount", 10, 2, Visit::amount)
            .stringOrNull("note", Visit::note)
            .build(f -> new Visit(f.bigint(), f.bigint(), f.integer(), f.decimal(), f.stringOrNull()));

    public static final TableSpec<Visit> TABLE = TableSpec.of("visit", SCHEMA, "id");

    public Visit withAmount(long other) {
        return new Visit(id, guest, place, other, note);
    }

    public Visit withGuest(long other) {
        return new Visit(id, other, place, amount, note);
    }

    public Visit withPlace(int other) {
        return new Visit(id, guest, other, amount, note);
    }
}
