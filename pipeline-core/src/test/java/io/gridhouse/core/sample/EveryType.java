package io.gridhouse.core.sample;

import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.TableSpec;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** A row with every type of column, once not null where the schema allows it and once nullable. */
public record EveryType(
        long id,
        Long bigint,
        int number,
        Integer numberOrNull,
        String text,
        String textOrNull,
        long amount,
        Long amountOrNull,
        LocalDate day,
        LocalDateTime time,
        LocalDateTime timeOrNull,
        Instant instantOrNull) {

    public static final RowSchema<EveryType> SCHEMA = RowSchema.of(EveryType.class)
            .bigint("id", EveryType::id)
            .bigintOrNull("bigint_or_null", EveryType::bigint)
            .integer("number", EveryType::number)
            .integerOrNull("number_or_null", EveryType::numberOrNull)
            .string("text", EveryType::text)
            .stringOrNull("text_or_null", EveryType::textOrNull)
            .decimal("amount", 10, 2, EveryType::amount)
            .decimalOrNull("amount_or_null", 18, 3, EveryType::amountOrNull)
            .date("day", EveryType::day)
            .timestamp("time", 6, EveryType::time)
            .timestampOrNull("time_or_null", 6, EveryType::timeOrNull)
            .instantOrNull("instant_or_null", 3, EveryType::instantOrNull)
            .build(f -> new EveryType(
                    f.bigint(),
                    f.bigintOrNull(),
                    f.integer(),
                    f.integerOrNull(),
                    f.string(),
                    f.stringOrNull(),
                    f.decimal(),
                    f.decimalOrNull(),
                    f.date(),
                    f.timestamp(),
                    f.timestampOrNull(),
                    f.instantOrNull()));

    public static final TableSpec<EveryType> TABLE =
            TableSpec.of("every_type", SCHEMA, "id", "day").bucketedBy("id").stampedBy("etl_time");

    /** A row without a null. */
    public static final EveryType FULL = new EveryType(
            1,
            2L,
            3,
            4,
            "text",
            "电网",
            12_345,
            -678L,
            LocalDate.of(2024, 2, 29),
            LocalDateTime.of(2024, 2, 29, 23, 59, 58, 123_456_000),
            LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
            Instant.ofEpochMilli(1_700_000_000_123L));

    /** A row with every null it may have. */
    public static final EveryType NULLS = new EveryType(
            -1, null, -3, null, "", null, 0, null, LocalDate.EPOCH, LocalDate.EPOCH.atStartOfDay(), null, null);
}
