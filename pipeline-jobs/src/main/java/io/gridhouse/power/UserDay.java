package io.gridhouse.power;

import io.gridhouse.core.table.RowSchema;
import java.time.LocalDate;

/** Key: a user on a day. */
public record UserDay(long userId, LocalDate statDate) {

    /** Columns of the key. */
    public static final RowSchema<UserDay> SCHEMA = RowSchema.of(UserDay.class)
            .bigint("user_id", UserDay::userId)
            .date("stat_date", UserDay::statDate)
            .build(f -> new UserDay(f.bigint(), f.date()));
}
