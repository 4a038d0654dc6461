package io.gridhouse.power;

import io.gridhouse.core.table.RowSchema;
import java.time.LocalDateTime;

/**
 * A reading with its user's columns: {@code dwd_power_consumption_detail}.
 *
 * @param consumptionAmount 1/100 kWh
 * @param consumptionCost 1/100 元
 * @param consumptionDate local time in the business zone
 */
public record ConsumptionDetail(
        long consumptionId,
        long userId,
        String userName,
        long consumptionAmount,
        long consumptionCost,
        LocalDateTime consumptionDate,
        int regionId,
        String regionName,
        String usageType) {

    /** Columns of the detail. */
    public static final RowSchema<ConsumptionDetail> SCHEMA = RowSchema.of(ConsumptionDetail.class)
            .bigint("consumption_id", ConsumptionDetail::consumptionId)
            .bigint("user_id", ConsumptionDetail::userId)
            .string("user_name", ConsumptionDetail::userName)
            .decimal("consumption_amount", 10, 2, ConsumptionDetail::consumptionAmount)
            .decimal("consumption_cost", 10, 2, ConsumptionDetail::consumptionCost)
            .timestamp("consumption_date", 6, ConsumptionDetail::consumptionDate)
            .integer("region_id", ConsumptionDetail::regionId)
            .string("region_name", ConsumptionDetail::regionName)
            .string("usage_type", ConsumptionDetail::usageType)
            .build(f -> new ConsumptionDetail(
                    f.bigint(),
                    f.bigint(),
                    f.string(),
                    f.decimal(),
                    f.decimal(),
                    f.timestamp(),
                    f.integer(),
                    f.string(),
                    f.string()));

    /** Reading ⟕ user. */
    static ConsumptionDetail join(Reading reading, UserProfile profile) {
        UserProfile user = profile != null ? profile : UserProfile.unknown(reading.userId());
        return new ConsumptionDetail(
                reading.consumptionId(),
                reading.userId(),
                user.userName(),
                reading.amount(),
                reading.cost(),
                reading.date(),
                user.regionId(),
                user.regionName(),
                user.usageType());
    }

    UserProfile user() {
        return new UserProfile(userId, userName, regionId, regionName, usageType);
    }

    UserDay userDay() {
        return new UserDay(userId, consumptionDate.toLocalDate());
    }

    RegionHour regionHour() {
        return new RegionHour(regionId, consumptionDate.toLocalDate(), consumptionDate.getHour());
    }
}
