package io.gridhouse.power;

import io.gridhouse.core.table.RowSchema;

/** What a reading takes from its user, nulls replaced by the defaults. */
public record UserProfile(long userId, String userName, int regionId, String regionName, String usageType) {

    static final String UNKNOWN_USER = "未知用户";
    static final int UNKNOWN_REGION_ID = 0;
    static final String UNKNOWN_REGION = "未知地区";
    static final String UNKNOWN_USAGE = "未知";

    /** Columns of a profile in state. */
    public static final RowSchema<UserProfile> SCHEMA = RowSchema.of(UserProfile.class)
            .bigint("user_id", UserProfile::userId)
            .string("user_name", UserProfile::userName)
            .integer("region_id", UserProfile::regionId)
            .string("region_name", UserProfile::regionName)
            .string("usage_type", UserProfile::usageType)
            .build(f -> new UserProfile(f.bigint(), f.string(), f.integer(), f.string(), f.string()));

    /** The profile of a user. */
    static UserProfile of(PowerUser user) {
        return new UserProfile(
                user.userId(),
                user.userName() == null ? UNKNOWN_USER : user.userName(),
                user.regionId() == null ? UNKNOWN_REGION_ID : user.regionId(),
                user.regionName() == null ? UNKNOWN_REGION : user.regionName(),
                user.usageType() == null ? UNKNOWN_USAGE : user.usageType());
    }

    /** The profile of a user that is not there. */
    static UserProfile unknown(long userId) {
        return new UserProfile(userId, UNKNOWN_USER, UNKNOWN_REGION_ID, UNKNOWN_REGION, UNKNOWN_USAGE);
    }
}
