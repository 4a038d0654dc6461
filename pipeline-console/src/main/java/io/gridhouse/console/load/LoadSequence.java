package io.gridhouse.console.load;

import io.gridhouse.console.load.KnownReadings.Known;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * The sequence of changes one lane of a live load makes. A lane owns the users with {@code (id - 1) % lanes == lane}
 * and the readings it knows; so lanes need no agreement, and each lane's sequence follows from the seed alone.
 *
 * <p>Memory is bounded: {@link LaneStart} says what is known at first, and the sets keep to their capacity.
 */
final class LoadSequence {

    /** A bad reading stays so for at least this many of the lane's changes. */
    private static final int CHANGES_BEFORE_REPAIR = 500;

    private static final int MAX_FLAWED = 10_000;
    private static final double REPAIR_CHANCE = 0.125;
    private static final double RECENT_CHANCE = 0.7;
    private static final int MAX_MOVE_DAYS = 3;

    private final LoadProfile profile;
    private final LaneStart start;
    private final LaneUsers users;
    private final ReadingGenerator readings;
    private final LongSupplier ids;
    private final SplittableRandom random;
    private final Deque<Flawed> flawed = new ArrayDeque<>();
    private long made;

    /**
     * Starts a sequence.
     *
     * @param profile not null
     * @param users of this lane; not null
     * @param start what the lane knows of the source; it is used up; not null
     * @param ids gives the key of each new reading; not null
     * @param random of this lane; not null
     */
    LoadSequence(LoadProfile profile, LaneUsers users, LaneStart start, LongSupplier ids, SplittableRandom random) {
        this.profile = profile;
        this.users = users;
        this.start = start;
        this.ids = ids;
        this.random = random;
        readings = new ReadingGenerator(users.population());
        start.flawedIds().forEach(id -> flawed.add(new Flawed(id, 0)));
    }

    /**
     * The next change.
     *
     * @param instant when it is due, which is its event time; not null
     */
    Operation next(Instant instant) {
        made++;
        LocalDateTime now = BusinessTime.at(instant, profile.zone());
        if (random.nextDouble() < profile.userChangeShare()) {
            return users.change(now, random);
        }
        int percent = random.nextInt(100);
        OperationMix mix = profile.mix();
        boolean inserts = percent < mix.insertPercent();
        if (inserts || (start.recent().isEmpty() && start.history().isEmpty())) {
            return insert(now);
        }
        return percent < mix.insertPercent() + mix.updatePercent() ? update(now) : delete();
    }

    private Operation insert(LocalDateTime now) {
        boolean late = random.nextDouble() < profile.lateShare();
        LocalDateTime date = late ? ReadingGenerator.late(now, random) : now;
        Reading reading = readings.next(users.drawForReading(random), date, late ? "补录" : null, random);
        long id = ids.getAsLong();
        if (drawBad()) {
            return new Operation.InsertReading(id, spoil(id, reading, now), true);
        }
        start.recent().add(Known.of(id, reading), random);
        return new Operation.InsertReading(id, reading.row(), false);
    }

    private Operation update(LocalDateTime now) {
        if (repairIsDue()) {
            long id = flawed.remove().consumptionId();
            Reading repaired = readings.next(users.drawForReading(random), now, "更正", random);
            start.recent().add(Known.of(id, repaired), random);
            return new Operation.UpdateReading(id, repaired.row(), false);
        }
        KnownReadings pool = drawPool();
        Known known = pool.take(random);
        Reading corrected = correct(known, now);
        if (drawBad()) {
            return new Operation.UpdateReading(
                    known.consumptionId(), spoil(known.consumptionId(), corrected, now), true);
        }
        pool.add(Known.of(known.consumptionId(), corrected), random);
        return new Operation.UpdateReading(known.consumptionId(), corrected.row(), false);
    }

    private Operation delete() {
        long id = repairIsDue()
                ? flawed.remove().consumptionId()
                : drawPool().take(random).consumptionId();
        return new Operation.DeleteReading(id);
    }

    private Reading correct(Known known, LocalDateTime now) {
        int userId = known.userId();
        LocalDateTime date = known.date();
        if (random.nextDouble() < profile.moveShare()) {
            if (random.nextBoolean()) {
                userId = users.drawForReading(random);
            } else {
                date = anotherDay(date, now);
            }
        }
        return readings.corrected(userId, date, known.meterBefore(), random);
    }

    private LocalDateTime anotherDay(LocalDateTime date, LocalDateTime now) {
        int days = random.nextInt(1, MAX_MOVE_DAYS + 1);
        LocalDateTime forward = date.plusDays(days);
        return random.nextBoolean() && !forward.isAfter(now) ? forward : date.minusDays(days);
    }

    private boolean drawBad() {
        return random.nextDouble() < profile.badShare() && flawed.size() < MAX_FLAWED;
    }

    private ReadingRow spoil(long consumptionId, Reading reading, LocalDateTime now) {
        flawed.add(new Flawed(consumptionId, made));
        return Flaw.draw(random).spoil(reading, now, random);
    }

    private boolean repairIsDue() {
        return !flawed.isEmpty()
                && made - flawed.element().madeAt() > CHANGES_BEFORE_REPAIR
                && random.nextDouble() < REPAIR_CHANCE;
    }

    private KnownReadings drawPool() {
        boolean recent = random.nextDouble() < RECENT_CHANCE;
        if (start.history().isEmpty()) {
            return start.recent();
        }
        return recent && !start.recent().isEmpty() ? start.recent() : start.history();
    }

    private record Flawed(long consumptionId, long madeAt) {}
}
