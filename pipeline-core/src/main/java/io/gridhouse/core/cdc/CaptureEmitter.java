package io.gridhouse.core.cdc;

import io.gridhouse.core.change.TaggedChange;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.cdc.connectors.base.source.meta.offset.OffsetFactory;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitState;
import org.apache.flink.cdc.connectors.base.source.metrics.SourceReaderMetrics;
import org.apache.flink.cdc.connectors.base.source.reader.IncrementalSourceRecordEmitter;
import org.apache.flink.cdc.debezium.DebeziumDeserializationSchema;
import org.apache.kafka.connect.source.SourceRecord;

/** Emits what was captured: rows of the snapshot as Flink CDC does, changes of the stream as they are. */
final class CaptureEmitter extends IncrementalSourceRecordEmitter<TaggedChange> {

    CaptureEmitter(
            DebeziumDeserializationSchema<TaggedChange> deserializer,
            SourceReaderMetrics metrics,
            OffsetFactory offsets) {
        super(deserializer, metrics, false, offsets);
    }

    @Override
    protected void processElement(SourceRecord record, SourceOutput<TaggedChange> output, SourceSplitState split)
            throws Exception {
        if (!(record instanceof CapturedChanges captured)) {
            super.processElement(record, output, split);
            return;
        }
        for (TaggedChange change : captured.changes()) {
            sourceReaderMetrics.markRecord();
            output.collect(change);
        }
        // No checkpoint comes between: all records that were handed over together are emitted in one go.
        split.asStreamSplitState()
                .setStartingOffset(StreamOffsets.of(captured.nextLsn(), captured.passedLsn(), offsetFactory));
    }
}
