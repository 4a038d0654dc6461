package io.gridhouse.core.cdc;

import java.util.Map;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.offset.OffsetFactory;

/** WAL positions as Flink CDC's offsets, which are in checkpoints. */
final class StreamOffsets {

    private static final String LSN = "lsn";

    /** In savepoints of the time in which Debezium read the stream: the position at which it went on. */
    private static final String COMMIT_LSN = "lsn_commit";

    private static final String TIME = "ts_usec";

    private StreamOffsets() {}

    /** The position at which the stream goes on. */
    static long lsn(Offset offset) {
        String committed = offset.getOffset().get(COMMIT_LSN);
        return Long.parseLong(committed != null ? committed : offset.getOffset().get(LSN));
    }

    /** The offset of a position. */
    static Offset of(long lsn, OffsetFactory offsets) {
        return offsets.newOffset(Map.of(LSN, Long.toString(lsn), TIME, "0"));
    }
}
