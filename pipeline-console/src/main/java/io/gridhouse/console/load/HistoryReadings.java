package io.gridhouse.console.load;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/**
 * The readings of a history, in the order in which they arrived: by event time, late ones aside. A function of the
 * profile and 'now'; holds one number per user and nothing per reading.
 */
public final class HistoryReadings implements Iterator<ReadingRow> {

    private static final long SALT = 0x4869_7374_6F72_79L;

    private final LoadProfile profile;
    private final Instant now;
    private final LocalDateTime localNow;
    private final UserPopulation population;
    private final ReadingGenerator readings;
    private final Zipf users;
    private final SplittableRandom random;
    private long made;
    private long bad;

    /**
     * Starts at the first reading.
     *
     * @param profile not null
     * @param now where the history ends; not null
     */
    public HistoryReadings(LoadProfile profile, Instant now) {
        this.profile = profile;
        this.now = now;
        localNow = BusinessTime.at(now, profile.zone());
        population = new UserPopulation(profile.maxUserId(), profile.users(), new UserGenerator(profile.seed()));
        readings = new ReadingGenerator(population);
        users = Zipf.of(profile.users(), profile.userSkew());
        random = new SplittableRandom(profile.seed() ^ SALT);
    }

    @Override
    public boolean hasNext() {
        return made < profile.readings();
    }

    @Override
    public ReadingRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + made + " readings of the history are made");
        }
        double fraction = (made + random.nextDouble()) / profile.readings();
        // The sum may round up to 1, which lies outside.
        LocalDateTime date =
                DailyLoadShape.at(Math.min(fraction, Math.nextDown(1.0)), profile.historyDays(), now, profile.zone());
        made++;
        boolean late = random.nextDouble() < profile.lateShare();
        Reading reading = readings.next(
                drawUser(), late ? ReadingGenerator.late(date, random) : date, late ? "补录" : null, random);
        if (random.nextDouble() < profile.badShare()) {
            bad++;
            return Flaw.draw(random).spoil(reading, localNow, random);
        }
        return reading.row();
    }

    /** How many of the readings made so far break a rule. */
    public long bad() {
        return bad;
    }

    private int drawUser() {
        if (random.nextDouble() < profile.unknownUserShare()) {
            return random.nextInt(profile.users() + 1, population.maxUserId() + 1);
        }
        return users.draw(random) + 1;
    }
}
