package io.gridhouse.core.sample;

import io.gridhouse.core.table.RowSchema;

/** A dimension of the tests: who visits. */
public record Guest(long id, String name) {

    public static final RowSchema<Guest> SCHEMA = RowSchema.of(Guest.class)
            .bigint("id", Guest::id)
            .string("name", Guest::name)
            .build(f -> new Guest(f.bigint(), f.string()));
}
