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

    // Written out: state is looked up by this key several times per change, and the generated methods, chains of method
    // handles, stood out in profiles of a job that had just started.
    @Override
    public boolean equals(Object other) {
        return other instanceof UserDay that && userId == that.userId && statDate.equals(that.statDate);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(userId) * 31 + statDate.hashCode();
    }
}
