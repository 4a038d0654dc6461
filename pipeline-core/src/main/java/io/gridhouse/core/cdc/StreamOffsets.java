package io.gridhouse.core.cdc;

import java.util.Map;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.offset.OffsetFactory;

/** WAL positions as Flink CDC's offsets, which are in checkpoints. */
final class StreamOffsets {

    private static final String LSN = "lsn";

    /** In savepoints of the time in which Debezium read the stream: the position at which it went on. */
    private static final String COMMIT_LSN = "lsn_commit";

    /** The end of the last captured transaction, to which positions are raised (ADR 2). */
    private static final String RAISED_TO = "raised_to";

    private static final String TIME = "ts_usec";

    private StreamOffsets() {}

    /** The position at which the stream goes on. */
    static long lsn(Offset offset) {
        String committed = offset.getOffset().get(COMMIT_LSN);
        return Long.parseLong(committed != null ? committed : offset.getOffset().get(LSN));
    }

    /**
     * The end of the last captured transaction before it. Where nothing says so, as in savepoints of earlier versions and
     * after a snapshot, it is the position itself.
     */
    static long committedLsn(Offset offset) {
        String raisedTo = offset.getOffset().get(RAISED_TO);
        return raisedTo != null ? Long.parseLong(raisedTo) : lsn(offset);
    }

    /** The offset of a position. */
    static Offset of(long lsn, long committedLsn, OffsetFactory offsets) {
        return offsets.newOffset(Map.of(LSN, Long.toString(lsn), RAISED_TO, Long.toString(committedLsn), TIME, "0"));
    }
}
