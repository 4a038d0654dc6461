package io.gridhouse.console.load;

import java.time.LocalDateTime;
import java.util.SplittableRandom;

/**
 * The users of one lane: {@code (id - 1) % lanes == lane}. Draws the user of a reading, and changes users. Ids never
 * leave the population: who is deleted may come back, so memory is bounded. Not thread-safe.
 */
final class LaneUsers {

    private static final int MAX_TRIES = 32;

    private final UserPopulation population;
    private final UserGenerator generator;
    private final Zipf readers;
    private final double unknownShare;
    private final int lane;
    private final int lanes;
    private final int[] absent;
    private int absentCount;

    /**
     * The users of a lane.
     *
     * @param population shared by the lanes, each touching its own ids; not null
     * @param profile the same for all lanes; not null
     * @param lane 0 to {@code lanes - 1}
     * @throws IllegalArgumentException when there are fewer users than lanes
     */
    LaneUsers(UserPopulation population, LoadProfile profile, int lane) {
        this.population = population;
        this.lane = lane;
        lanes = profile.connections();
        generator = new UserGenerator(profile.seed());
        readers = Zipf.ofLane(profile.users(), profile.userSkew(), lane, lanes);
        unknownShare = profile.unknownUserShare();
        absent = new int[ownIds()];
        for (int id = lane + 1; id <= population.maxUserId(); id += lanes) {
            if (!population.exists(id)) {
                absent[absentCount++] = id;
            }
        }
    }

    UserPopulation population() {
        return population;
    }

    /** The part of all changes that falls to this lane, so that the lanes together follow the profile's skew. */
    double share() {
        return readers.share();
    }

    /** The user of a new reading, which may not exist (any more). */
    int drawForReading(SplittableRandom random) {
        if (absentCount > 0 && random.nextDouble() < unknownShare) {
            return absent[random.nextInt(absentCount)];
        }
        return readers.draw(random) + 1;
    }

    /**
     * A change of a user: 35 % moves to a region, 25 % new names, 14 % another tariff, 13 % deletions, 13 % insertions.
     */
    Operation change(LocalDateTime now, SplittableRandom random) {
        int percent = random.nextInt(100);
        int userId = drawExisting(random);
        if (userId == 0 || (percent >= 87 && absentCount > 0)) {
            return insert(now, random);
        }
        if (percent < 35) {
            return new Operation.UpdateUser(UserGenerator.moved(userId, now, random));
        }
        if (percent < 49) {
            UsageType[] types = UsageType.values();
            UsageType other =
                    types[(population.usage(userId).ordinal() + 1 + random.nextInt(types.length - 1)) % types.length];
            population.setUsage(userId, other);
            return new Operation.UpdateUser(UserGenerator.reclassified(userId, other, now));
        }
        if (percent < 62) {
            population.setExists(userId, false);
            absent[absentCount++] = userId;
            return new Operation.DeleteUser(userId);
        }
        return new Operation.UpdateUser(UserGenerator.renamed(userId, population.usage(userId), now, random));
    }

    private Operation insert(LocalDateTime now, SplittableRandom random) {
        int index = random.nextInt(absentCount);
        int userId = absent[index];
        absent[index] = absent[--absentCount];
        PowerUser user = generator.user(userId, now);
        population.setExists(userId, true);
        population.setUsage(userId, user.usage());
        return new Operation.InsertUser(user);
    }

    /** An existing user; 0 when none is found among many draws, because hardly any exists. */
    private int drawExisting(SplittableRandom random) {
        for (int i = 0; i < MAX_TRIES; i++) {
            int userId = random.nextInt(ownIds()) * lanes + lane + 1;
            if (population.exists(userId)) {
                return userId;
            }
        }
        return 0;
    }

    private int ownIds() {
        return (population.maxUserId() - lane + lanes - 1) / lanes;
    }
}
