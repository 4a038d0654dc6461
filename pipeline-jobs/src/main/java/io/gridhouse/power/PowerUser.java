package io.gridhouse.power;

import io.gridhouse.core.table.RowSchema;
import java.time.LocalDateTime;

/**
 * A customer, as the source holds it. Everything but the id may be null.
 *
 * @param userId primary key
 * @param usageType 居民, 商业 or 工业
 * @param createTime local time in the business zone, microseconds
 */
public record PowerUser(
        long userId,
        String userName,
        String usageType,
        Integer regionId,
        String regionName,
        String address,
        String phone,
        LocalDateTime createTime,
        LocalDateTime updateTime) {

    /** Columns of {@code power_user}. */
    public static final RowSchema<PowerUser> SCHEMA = RowSchema.of(PowerUser.class)
            .bigint("user_id", PowerUser::userId)
            .stringOrNull("user_name", PowerUser::userName)
            .stringOrNull("usage_type", PowerUser::usageType)
            .integerOrNull("region_id", PowerUser::regionId)
            .stringOrNull("region_name", PowerUser::regionName)
            .stringOrNull("address", PowerUser::address)
            .stringOrNull("phone", PowerUser::phone)
            .timestampOrNull("create_time", 6, PowerUser::createTime)
            .timestampOrNull("update_time", 6, PowerUser::updateTime)
            .build(f -> new PowerUser(
                    f.bigint(),
                    f.stringOrNull(),
                    f.stringOrNull(),
                    f.integerOrNull(),
                    f.stringOrNull(),
                    f.stringOrNull(),
                    f.stringOrNull(),
                    f.timestampOrNull(),
                    f.timestampOrNull()));
}
