package io.gridhouse.core.cdc;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.offset.OffsetFactory;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitState;
import org.apache.flink.cdc.connectors.base.source.metrics.SourceReaderMetrics;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceRecordEmitter;
import org.apache.flink.cdc.debezium.DebeziumDeserializationSchema;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Emits the captured records, and keeps as position to go on from the end of the last transaction that was emitted
 * whole. A restore sends the transaction under way once more, from its first change.
 *
 * <p>Flink CDC keeps the position of the last record, and Debezium goes on at the next position that differs from it.
 * But the rows that COPY writes to one page share one position: when a checkpoint falls between two of them, the
 * others would be lost.
 *
 * @param <T> what is emitted
 */
final class TransactionEmitter<T> extends IncrementalSourceRecordEmitter<T> {

    private static final String LSN = "lsn";
    private static final String COMMIT_LSN = "lsn_commit";
    private static final String TIME = "ts_usec";

    private Offset position;

    TransactionEmitter(
            DebeziumDeserializationSchema<T> deserializer, SourceReaderMetrics metrics, OffsetFactory offsets) {
        super(deserializer, metrics, false, offsets);
    }

    @Override
    protected void processElement(SourceRecord record, SourceOutput<T> output, SourceSplitState split)
            throws Exception {
        position = split.isStreamSplitState() ? split.asStreamSplitState().getStartingOffset() : null;
        super.processElement(record, output, split);
    }

    /** Where a restore goes on after this record of the stream; asked by the super class. */
    @Override
    public Offset getOffsetPosition(SourceRecord record) {
        Object commit = record.sourceOffset().get(COMMIT_LSN);
        if (commit == null) {
            // Nothing has been committed since the stream began.
            return position;
        }
        long end = ((Number) commit).longValue();
        if (position != null && Long.toString(end).equals(position.getOffset().get(COMMIT_LSN))) {
            return position;
        }
        // One less than the end: Debezium takes a message at the very position for seen, and the next transaction may
        // begin there. No record begins at an odd position, and the commit itself began earlier.
        Map<String, String> offset = new HashMap<>();
        offset.put(LSN, Long.toString(end - 1));
        offset.put(COMMIT_LSN, Long.toString(end));
        // Debezium reads it unconditionally.
        offset.put(TIME, String.valueOf(record.sourceOffset().get(TIME)));
        return getOffsetPosition(offset);
    }
}
