package io.gridhouse.console.load;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts committed row changes; all threads of a load share it. */
final class LoadCounters {

    private final LongAdder inserted = new LongAdder();
    private final LongAdder updated = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder users = new LongAdder();
    private final LongAdder bad = new LongAdder();

    /**
     * Counts the operations that are committed and met a row.
     *
     * @param operations in the order in which they ran; not null
     * @param hits for each committed operation '1' when it met a row, '0' when not; not null
     */
    void add(List<Operation> operations, String hits) {
        for (int i = 0; i < hits.length(); i++) {
            if (hits.charAt(i) == '1') {
                add(operations.get(i));
            }
        }
    }

    LoadCounts snapshot() {
        return new LoadCounts(inserted.sum(), updated.sum(), deleted.sum(), users.sum(), bad.sum());
    }

    private void add(Operation operation) {
        if (operation instanceof Operation.InsertReading insert) {
            inserted.increment();
            countBad(insert.bad());
        } else if (operation instanceof Operation.UpdateReading update) {
            updated.increment();
            countBad(update.bad());
        } else if (operation instanceof Operation.DeleteReading) {
            deleted.increment();
        } else {
            users.increment();
        }
    }

    private void countBad(boolean isBad) {
        if (isBad) {
            bad.increment();
        }
    }
}
