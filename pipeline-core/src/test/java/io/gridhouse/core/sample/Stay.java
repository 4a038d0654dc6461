package io.gridhouse.core.sample;

import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.TableSpec;

/** A visit with its guest's name; 'nobody' where there is no such guest. */
public record Stay(long id, long guest, String guestName, int place, long amount) {

    public static final RowSchema<Stay> SCHEMA = RowSchema.of(Stay.class)
            .bigint("id", Stay::id)
            .bigint("guest", Stay::guest)
            .string("guest_name", Stay::guestName)
            .integer("place", Stay::place)
            .decimal("amount", 10, 2, Stay::amount)
            .build(f -> new Stay(f.bigint(), f.bigint(), f.string(), f.integer(), f.decimal()));

    public static final TableSpec<Stay> TABLE = TableSpec.of("stay", SCHEMA, "id");

    public static Stay join(Visit visit, Guest guest) {
        return new Stay(
                visit.id(), visit.guest(), guest == null ? "nobody" : guest.name(), visit.place(), visit.amount());
    }
}
