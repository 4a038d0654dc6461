package io.gridhouse.console.load;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The good readings a lane may update or delete without reading them back. Bounded: a full set forgets one at random
 * for each it learns, so that old ones remain among many new ones. Not thread-safe.
 */
final class KnownReadings {

    private final int capacity;
    private final List<Known> readings = new ArrayList<>();

    KnownReadings(int capacity) {
        this.capacity = capacity;
    }

    /**
     * What an update needs to know.
     *
     * @param consumptionId the key
     * @param userId of the lane's users
     * @param date event time in the business zone, whole seconds; not null
     * @param meterBefore hundredths of a kWh
     */
    record Known(long consumptionId, int userId, LocalDateTime date, long meterBefore) {

        static Known of(long consumptionId, Reading reading) {
            return new Known(consumptionId, (int) reading.userId(), reading.date(), reading.meterBefore());
        }
    }

    boolean isEmpty() {
        return readings.isEmpty();
    }

    int size() {
        return readings.size();
    }

    /** Learns a reading, forgetting another when full. */
    void add(Known reading, SplittableRandom random) {
        if (readings.size() < capacity) {
            readings.add(reading);
        } else {
            readings.set(random.nextInt(capacity), reading);
        }
    }

    /** Takes one out at random. There must be one. */
    Known take(SplittableRandom random) {
        int index = random.nextInt(readings.size());
        Known last = readings.remove(readings.size() - 1);
        return index == readings.size() ? last : readings.set(index, last);
    }
}
