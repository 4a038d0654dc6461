package io.gridhouse.console.load;

import java.util.Arrays;

/**
 * What the generator knows of each user id: the usage type, whether the user exists, and where its meter stands.
 * 10 bytes per id. Not synchronised: each lane of a load reads and writes its own ids only.
 */
public final class UserPopulation {

    /** What {@code DECIMAL(10,2)} can hold, in hundredths of a kWh. */
    private static final long METER_LIMIT = 9_999_999_999L;

    private static final UsageType[] USAGES = UsageType.values();

    private final byte[] usage;
    private final boolean[] exists;
    private final long[] meter;

    /**
     * A population of which the first {@code users} ids exist and no meter has moved.
     *
     * @param maxUserId ids are 1 to this
     * @param users how many exist
     * @param generator knows their types; not null
     */
    public UserPopulation(int maxUserId, int users, UserGenerator generator) {
        usage = new byte[maxUserId + 1];
        exists = new boolean[maxUserId + 1];
        meter = new long[maxUserId + 1];
        Arrays.fill(exists, 1, users + 1, true);
        for (int id = 1; id <= maxUserId; id++) {
            usage[id] = (byte) generator.usage(id).ordinal();
        }
    }

    /** The greatest id. */
    public int maxUserId() {
        return usage.length - 1;
    }

    /** The usage type by which the user's readings are made, whether the user exists or not. */
    public UsageType usage(int userId) {
        return USAGES[usage[userId]];
    }

    /** Whether the user exists, as far as this generator knows. */
    public boolean exists(int userId) {
        return exists[userId];
    }

    /**
     * Moves a user's meter on. A meter that would run over its column's range is replaced by a new one at zero.
     *
     * @param userId 1 to {@link #maxUserId()}
     * @param amount hundredths of a kWh, greater than 0
     * @return where it stood before, in hundredths of a kWh
     */
    public long advanceMeter(int userId, long amount) {
        long before = meter[userId] + amount > METER_LIMIT ? 0 : meter[userId];
        meter[userId] = before + amount;
        return before;
    }

    void setUsage(int userId, UsageType type) {
        usage[userId] = (byte) type.ordinal();
    }

    void setExists(int userId, boolean value) {
        exists[userId] = value;
    }

    void setMeter(int userId, long hundredths) {
        meter[userId] = hundredths;
    }
}
