package io.gridhouse.console.load;

import java.util.List;

/**
 * What a lane knows of the source when it starts.
 *
 * @param recent the set for readings this lane makes, empty at first; not null
 * @param history a sample of the readings that were there; not null
 * @param flawedIds bad readings that were there, to be corrected or deleted by this lane; not null
 */
record LaneStart(KnownReadings recent, KnownReadings history, List<Long> flawedIds) {

    /** Readings a lane remembers, of each kind: about 5 MB for both. */
    static final int CAPACITY = 32_768;

    /** A lane that knows of no reading yet. */
    static LaneStart empty() {
        return new LaneStart(new KnownReadings(CAPACITY), new KnownReadings(CAPACITY), List.of());
    }
}
