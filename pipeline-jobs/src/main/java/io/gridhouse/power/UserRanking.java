package io.gridhouse.power;

import io.gridhouse.core.table.RowSchema;
import java.time.LocalDate;

/**
 * A user's place among the users of a region on a day: {@code dws_user_ranking}.
 *
 * @param totalConsumption 1/100 kWh
 * @param totalCost 1/100 元
 * @param ranking 1 is the highest consumption; ties by user id
 */
public record UserRanking(
        long userId,
        String userName,
        int regionId,
        String regionName,
        LocalDate statDate,
        long totalConsumption,
        long totalCost,
        int ranking) {

    /** Columns of the ranking. */
    public static final RowSchema<UserRanking> SCHEMA = RowSchema.of(UserRanking.class)
            .bigint("user_id", UserRanking::userId)
            .string("user_name", UserRanking::userName)
            .integer("region_id", UserRanking::regionId)
            .string("region_name", UserRanking::regionName)
            .date("stat_date", UserRanking::statDate)
            .decimal("total_consumption", 18, 2, UserRanking::totalConsumption)
            .decimal("total_cost", 18, 2, UserRanking::totalCost)
            .integer("ranking", UserRanking::ranking)
            .build(f -> new UserRanking(
                    f.bigint(), f.string(), f.integer(), f.string(), f.date(), f.decimal(), f.decimal(), f.integer()));

    static UserRanking of(UserDayTotals day, int rank) {
        return new UserRanking(
                day.userId(),
                day.userName(),
                day.regionId(),
                day.regionName(),
                day.statDate(),
                day.totalConsumption(),
                day.totalCost(),
                rank);
    }

    /** The same user at another place. */
    UserRanking at(int place) {
        return new UserRanking(userId, userName, regionId, regionName, statDate, totalConsumption, totalCost, place);
    }

    UserDay userDay() {
        return new UserDay(userId, statDate);
    }

    RegionDay regionDay() {
        return new RegionDay(regionId, statDate);
    }
}
