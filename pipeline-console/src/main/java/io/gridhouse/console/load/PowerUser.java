package io.gridhouse.console.load;

import java.time.LocalDateTime;

/**
 * A row of {@code power_user}, or a change of one: in a change, null stands for 'stays as it is'.
 *
 * @param userId 1 or more
 * @param name null in a change that keeps it
 * @param usage null in a change that keeps it
 * @param regionId of {@link Regions}; null in a change that keeps it
 * @param address null in a change that keeps it
 * @param phone null in a change
 * @param created in the business zone; null in a change
 * @param updated in the business zone; never null
 */
public record PowerUser(
        long userId,
        String name,
        UsageType usage,
        Integer regionId,
        String address,
        String phone,
        LocalDateTime created,
        LocalDateTime updated) {

    private static final String HEADER =
            "user_id, user_name, usage_type, region_id, region_name, address, phone, create_time, update_time";

    /** The columns, in the order of {@link #writeTo}, separated by commas. */
    public static String columns() {
        return HEADER;
    }

    /** Writes all columns, in the order of {@link #columns()}. */
    void writeTo(RowText text) {
        text.begin()
                .column(userId)
                .column(name)
                .column(usage == null ? null : usage.label())
                .column(regionId)
                .column(regionId == null ? null : Regions.name(regionId))
                .column(address)
                .column(phone)
                .column(created)
                .column(updated)
                .end();
    }
}
