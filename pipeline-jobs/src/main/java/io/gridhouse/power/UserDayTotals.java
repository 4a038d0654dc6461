package io.gridhouse.power;

import io.gridhouse.core.operator.Aggregation;
import io.gridhouse.core.table.RowSchema;
import java.time.LocalDate;

/**
 * A user's day with its extremes: {@link UserDailyStats}, and what the region's statistics need besides. A user stands
 * in one region, so a region's day is the sum of its users' days, and the number of them is the number of users.
 *
 * @param totalConsumption 1/100 kWh
 * @param totalCost 1/100 元
 * @param maxConsumption greatest reading, 1/100 kWh
 * @param minConsumption least reading, 1/100 kWh
 */
public record UserDayTotals(
        long userId,
        LocalDate statDate,
        String userName,
        int regionId,
        String regionName,
        long totalConsumption,
        long totalCost,
        long recordCount,
        long maxConsumption,
        long minConsumption) {

    /** Columns of the totals between operators and in state. */
    public static final RowSchema<UserDayTotals> SCHEMA = RowSchema.of(UserDayTotals.class)
            .bigint("user_id", UserDayTotals::userId)
            .date("stat_date", UserDayTotals::statDate)
            .string("user_name", UserDayTotals::userName)
            .integer("region_id", UserDayTotals::regionId)
            .string("region_name", UserDayTotals::regionName)
            .decimal("total_consumption", 18, 2, UserDayTotals::totalConsumption)
            .decimal("total_cost", 18, 2, UserDayTotals::totalCost)
            .bigint("record_count", UserDayTotals::recordCount)
            .decimal("max_consumption", 10, 2, UserDayTotals::maxConsumption)
            .decimal("min_consumption", 10, 2, UserDayTotals::minConsumption)
            .build(f -> new UserDayTotals(
                    f.bigint(),
                    f.date(),
                    f.string(),
                    f.integer(),
                    f.string(),
                    f.decimal(),
                    f.decimal(),
                    f.bigint(),
                    f.decimal(),
                    f.decimal()));

    static Aggregation<UserDay, ConsumptionDetail, UserDayTotals> ofDetails() {
        Aggregation.Builder<UserDay, ConsumptionDetail> details = Aggregation.over();
        var user = details.shared(UserProfile.SCHEMA, ConsumptionDetail::user);
        var consumption = details.sum(ConsumptionDetail::consumptionAmount);
        var cost = details.sum(ConsumptionDetail::consumptionCost);
        var amounts = details.range(ConsumptionDetail::consumptionAmount, ConsumptionDetail::consumptionId);
        return details.into(
                SCHEMA,
                (key, a) -> new UserDayTotals(
                        key.userId(),
                        key.statDate(),
                        a.shared(user).userName(),
                        a.shared(user).regionId(),
                        a.shared(user).regionName(),
                        a.sum(consumption),
                        a.sum(cost),
                        a.rows(),
                        a.greatest(amounts),
                        a.least(amounts)));
    }

    RegionDay regionDay() {
        return new RegionDay(regionId, statDate);
    }
}
