package io.gridhouse.core.cdc;

import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.offset.OffsetFactory;

/** WAL positions as Flink CDC's offsets, which are in checkpoints. */
final class StreamOffsets {

    private static final String LSN = "lsn";

    /** In savepoints of the time in which Debezium read the stream: the position at which it went on. */
    private static final String COMMIT_LSN = "lsn_commit";

    private static final String PASSED = "passed_lsn";

    private static final String TIME = "ts_usec";

    private StreamOffsets() {}

    /** The position at which the stream goes on. */
    static long lsn(Offset offset) {
        String committed = offset.getOffset().get(COMMIT_LSN);
        return Long.parseLong(committed != null ? committed : offset.getOffset().get(LSN));
    }

    /**
     * A state with this offset holds all that was captured and commits before this position. It can lie behind the position at
     * which the stream goes on, by WAL in which nothing was captured. None in states of earlier releases.
     */
    static OptionalLong passed(Offset offset) {
        String passed = offset.getOffset().get(PASSED);
        return passed == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(passed));
    }

    /** The offset of both positions. */
    static Offset of(long lsn, long passedLsn, OffsetFactory offsets) {
        return offsets.newOffset(Map.of(LSN, Long.toString(lsn), PASSED, Long.toString(passedLsn), TIME, "0"));
    }
}
