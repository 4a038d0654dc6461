package io.gridhouse.console.load;

import java.time.LocalDateTime;
import java.util.SplittableRandom;

/** Makes readings by the user's own type, on the user's own meter. Not thread-safe where two share a user. */
public final class ReadingGenerator {

    private static final long METER_LIMIT = 9_999_999_999L;
    private static final int MAX_LATE_SECONDS = 5 * 24 * 3600;
    private static final int MIN_LATE_SECONDS = 3600;

    private final UserPopulation population;

    /**
     * Creates a generator.
     *
     * @param population knows types and meters; its meters move with each new reading; not null
     */
    public ReadingGenerator(UserPopulation population) {
        this.population = population;
    }

    /**
     * A new reading: the meter continues where it stopped.
     *
     * @param userId of the population
     * @param date event time in the business zone, whole seconds; not null
     * @param remark null for nothing to say
     * @param random gives the amount; not null
     */
    public Reading next(int userId, LocalDateTime date, String remark, SplittableRandom random) {
        UsageType usage = population.usage(userId);
        long amount = usage.drawAmount(random);
        return new Reading(userId, usage, amount, date, population.advanceMeter(userId, amount), remark);
    }

    /**
     * A reading anew, with another amount: the meter before it stays, and readings after it are left as they are.
     *
     * @param userId of the population; another than before when the reading moves to another user
     * @param date event time in the business zone, whole seconds; not null
     * @param meterBefore hundredths of a kWh, 0 or more
     * @param random gives the amount; not null
     */
    public Reading corrected(int userId, LocalDateTime date, long meterBefore, SplittableRandom random) {
        UsageType usage = population.usage(userId);
        long amount = usage.drawAmount(random);
        long before = Math.min(meterBefore, METER_LIMIT - amount);
        return new Reading(userId, usage, amount, date, before, "更正");
    }

    /** When a late reading was taken: an hour to five days back. */
    static LocalDateTime late(LocalDateTime now, SplittableRandom random) {
        return now.minusSeconds(random.nextInt(MIN_LATE_SECONDS, MAX_LATE_SECONDS + 1));
    }
}
