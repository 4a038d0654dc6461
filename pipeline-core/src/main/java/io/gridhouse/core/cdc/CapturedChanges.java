package io.gridhouse.core.cdc;

import io.gridhouse.core.change.TaggedChange;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Changes that came through the slot together, on their way through Flink CDC's queue and reader: a record without a value
 * of Kafka Connect's, which they pass on unread.
 */
final class CapturedChanges extends SourceRecord {

    private final List<TaggedChange> changes;
    private final long nextLsn;
    private final long passedLsn;

    /**
     * Changes in the order of their commits, in a list that nobody changes any more; none, when only the positions move.
     *
     * @param nextLsn where the stream goes on after these changes: the end of the last captured transaction that was sent whole
     * @param passedLsn with these changes, all that was captured and commits before this position is handed over
     */
    CapturedChanges(List<TaggedChange> changes, long nextLsn, long passedLsn) {
        super(Map.of(), Map.of(), "changes", null, null);
        this.changes = changes;
        this.nextLsn = nextLsn;
        this.passedLsn = passedLsn;
    }

    List<TaggedChange> changes() {
        return changes;
    }

    long nextLsn() {
        return nextLsn;
    }

    long passedLsn() {
        return passedLsn;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
