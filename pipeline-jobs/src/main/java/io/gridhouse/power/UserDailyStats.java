package io.gridhouse.power;

import io.gridhouse.core.table.RowSchema;
import java.time.LocalDate;

/**
 * A user's day: {@code dws_user_daily_stats}.
 *
 * @param totalConsumption 1/100 kWh
 * @param totalCost 1/100 元
 */
public record UserDailyStats(
        long userId,
        LocalDate statDate,
        String userName,
        int regionId,
        String regionName,
        long totalConsumption,
        long totalCost,
        long recordCount) {

    /** Columns of the user's day. */
    public static final RowSchema<UserDailyStats> SCHEMA = RowSchema.of(UserDailyStats.class)
            .bigint("user_id", UserDailyStats::userId)
            .date("stat_date", UserDailyStats::statDate)
            .string("user_name", UserDailyStats::userName)
            .integer("region_id", UserDailyStats::regionId)
            .string("region_name", UserDailyStats::regionName)
            .decimal("total_consumption", 18, 2, UserDailyStats::totalConsumption)
            .decimal("total_cost", 18, 2, UserDailyStats::totalCost)
            .bigint("record_count", UserDailyStats::recordCount)
            .build(f -> new UserDailyStats(
                    f.bigint(), f.date(), f.string(), f.integer(), f.string(), f.decimal(), f.decimal(), f.bigint()));

    static UserDailyStats of(UserDayTotals day) {
        return new UserDailyStats(
                day.userId(),
                day.statDate(),
                day.userName(),
                day.regionId(),
                day.regionName(),
                day.totalConsumption(),
                day.totalCost(),
                day.recordCount());
    }

    UserDay userDay() {
        return new UserDay(userId, statDate);
    }
}
