package io.gridhouse.core.cdc;

import io.gridhouse.core.change.TaggedChange;
import java.io.Serial;
import java.util.List;
import org.apache.flink.cdc.connectors.base.config.SourceConfig;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceRecords;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitState;
import org.apache.flink.cdc.connectors.base.source.metrics.SourceReaderMetrics;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder.PostgresIncrementalSource;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfigFactory;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/** Flink CDC's source, with a stream of our own that begins at the slot's position and goes on at whole transactions. */
// CDC's own createReader returns a raw reader.
@SuppressWarnings("unchecked")
final class CaptureSource extends PostgresIncrementalSource<TaggedChange> {

    @Serial
    private static final long serialVersionUID = 1L;

    CaptureSource(
            PostgresSourceConfigFactory configuration,
            ChangeDeserializer deserializer,
            CaptureOptions options,
            List<CapturedTable<?>> tables) {
        super(
                configuration,
                deserializer,
                new PostgresOffsetFactory(),
                new SlotDialect(configuration.create(0), options, tables));
    }

    @Override
    protected RecordEmitter<SourceRecords, TaggedChange, SourceSplitState> createRecordEmitter(
            SourceConfig configuration, SourceReaderMetrics metrics) {
        return new CaptureEmitter(deserializationSchema, metrics, offsetFactory);
    }
}
