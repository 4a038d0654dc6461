package io.gridhouse.console.load;

import java.time.ZoneId;
import java.util.Objects;

/**
 * What is generated, apart from the rate. Two runs with equal profiles, the same 'now' and the same starting database
 * write the same rows in the same order per connection.
 *
 * <pre>{@code
 * LoadProfile profile = LoadProfile.builder().seed(7).users(1_000).mix(OperationMix.parse("50/40/10")).build();
 * }</pre>
 *
 * <p>Shares are fractions between 0 and 1.
 *
 * @param seed any number; all randomness comes from it
 * @param users users of the history, 1 or more; they get the ids 1 to {@code users}
 * @param readings readings of the history, 0 or more
 * @param zone the business zone, in which {@code consumption_date} is written; not null
 * @param historyDays days over which the history spreads, the last one being today up to now; 1 to 3650
 * @param userSkew exponent of the Zipf law by which readings choose users: 0 is uniform, 1 is steep; 0 to 5
 * @param mix insert / update / delete among changes of readings; not null
 * @param rowsPerTransaction row changes per committed transaction, 1 to 10000
 * @param connections connections, and as many threads, of the live load; 1 to 16
 * @param userChangeShare changes that touch a user instead of a reading
 * @param unknownUserShare new readings whose user does not exist yet
 * @param lateShare new readings whose event time lies an hour to five days back
 * @param badShare new and updated readings that break a data-quality rule; later corrected or deleted
 * @param moveShare updates of a reading that carry it to another day or another user
 */
public record LoadProfile(
        long seed,
        int users,
        long readings,
        ZoneId zone,
        int historyDays,
        double userSkew,
        OperationMix mix,
        int rowsPerTransaction,
        int connections,
        double userChangeShare,
        double unknownUserShare,
        double lateShare,
        double badShare,
        double moveShare) {

    private static final int MAX_USERS = 10_000_000;

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value, what it is and what it may be
     */
    public LoadProfile {
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(mix, "mix");
        requireRange("users", users, 1, MAX_USERS);
        requireRange("readings", readings, 0, Long.MAX_VALUE);
        requireRange("historyDays", historyDays, 1, 3650);
        requireRange("rowsPerTransaction", rowsPerTransaction, 1, 10_000);
        requireRange("connections", connections, 1, 16);
        requireFraction("userSkew", userSkew, 5);
        requireFraction("userChangeShare", userChangeShare, 1);
        requireFraction("unknownUserShare", unknownUserShare, 1);
        requireFraction("lateShare", lateShare, 1);
        requireFraction("badShare", badShare, 1);
        requireFraction("moveShare", moveShare, 1);
    }

    /** The defaults: 20,000 users, 300,000 readings over 31 days, mix 60/35/5, single-row transactions. */
    public static LoadProfile defaults() {
        return builder().build();
    }

    /** A builder that starts at the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts at this profile. */
    public Builder toBuilder() {
        return builder()
                .seed(seed)
                .users(users)
                .readings(readings)
                .zone(zone)
                .historyDays(historyDays)
                .userSkew(userSkew)
                .mix(mix)
                .rowsPerTransaction(rowsPerTransaction)
                .connections(connections)
                .userChangeShare(userChangeShare)
                .unknownUserShare(unknownUserShare)
                .lateShare(lateShare)
                .badShare(badShare)
                .moveShare(moveShare);
    }

    /**
     * The greatest user id the generator uses. Ids above {@link #users} belong to nobody at first: readings name them,
     * and the live load inserts such a user some time later.
     */
    public int maxUserId() {
        return users + Math.max(4, users / 50);
    }

    private static void requireRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be " + min + " to " + max + ".");
        }
    }

    private static void requireFraction(String name, double value, double max) {
        // Written so that NaN fails too.
        if (!(value >= 0 && value <= max)) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be 0 to " + max + ".");
        }
    }

    /** Collects values; {@link #build()} checks them. Not thread-safe. */
    public static final class Builder {

        private long seed = 1;
        private int users = 20_000;
        private long readings = 300_000;
        private ZoneId zone = ZoneId.of("Asia/Shanghai");
        private int historyDays = 31;
        private double userSkew = 0.8;
        private OperationMix mix = new OperationMix(60, 35, 5);
        private int rowsPerTransaction = 1;
        private int connections = 2;
        private double userChangeShare = 0.02;
        private double unknownUserShare = 0.005;
        private double lateShare = 0.02;
        private double badShare = 0.001;
        private double moveShare = 0.1;

        private Builder() {}

        /** See {@link LoadProfile#seed()}. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** See {@link LoadProfile#users()}. */
        public Builder users(int value) {
            users = value;
            return this;
        }

        /** See {@link LoadProfile#readings()}. */
        public Builder readings(long value) {
            readings = value;
            return this;
        }

        /** See {@link LoadProfile#zone()}. */
        public Builder zone(ZoneId value) {
            zone = value;
            return this;
        }

        /** See {@link LoadProfile#historyDays()}. */
        public Builder historyDays(int value) {
            historyDays = value;
            return this;
        }

        /** See {@link LoadProfile#userSkew()}. */
        public Builder userSkew(double value) {
            userSkew = value;
            return this;
        }

        /** See {@link LoadProfile#mix()}. */
        public Builder mix(OperationMix value) {
            mix = value;
            return this;
        }

        /** See {@link LoadProfile#rowsPerTransaction()}. */
        public Builder rowsPerTransaction(int value) {
            rowsPerTransaction = value;
            return this;
        }

        /** See {@link LoadProfile#connections()}. */
        public Builder connections(int value) {
            connections = value;
            return this;
        }

        /** See {@link LoadProfile#userChangeShare()}. */
        public Builder userChangeShare(double value) {
            userChangeShare = value;
            return this;
        }

        /** See {@link LoadProfile#unknownUserShare()}. */
        public Builder unknownUserShare(double value) {
            unknownUserShare = value;
            return this;
        }

        /** See {@link LoadProfile#lateShare()}. */
        public Builder lateShare(double value) {
            lateShare = value;
            return this;
        }

        /** See {@link LoadProfile#badShare()}. */
        public Builder badShare(double value) {
            badShare = value;
            return this;
        }

        /** See {@link LoadProfile#moveShare()}. */
        public Builder moveShare(double value) {
            moveShare = value;
            return this;
        }

        /**
         * The profile.
         *
         * @throws IllegalArgumentException when a value is out of its range
         */
        public LoadProfile build() {
            return new LoadProfile(
                    seed,
                    users,
                    readings,
                    zone,
                    historyDays,
                    userSkew,
                    mix,
                    rowsPerTransaction,
                    connections,
                    userChangeShare,
                    unknownUserShare,
                    lateShare,
                    badShare,
                    moveShare);
        }
    }
}
