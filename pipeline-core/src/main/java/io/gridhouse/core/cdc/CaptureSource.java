package io.gridhouse.core.cdc;

import io.gridhouse.core.change.TaggedChange;
import java.io.Serial;
import java.util.List;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.cdc.connectors.base.config.SourceConfig;
import org.apache.flink.cdc.connectors.base.source.assigner.HybridSplitAssigner;
import org.apache.flink.cdc.connectors.base.source.assigner.SplitAssigner;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceRecords;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitState;
import org.apache.flink.cdc.connectors.base.source.metrics.SourceReaderMetrics;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.PostgresSourceBuilder.PostgresIncrementalSource;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfigFactory;
import org.apache.flink.cdc.connectors.postgres.source.enumerator.PostgresSourceEnumerator;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/** Flink CDC's source, with a stream of our own that begins at the slot's position and goes on at whole transactions. */
// CDC's own createReader returns a raw reader.
@SuppressWarnings("unchecked")
final class CaptureSource extends PostgresIncrementalSource<TaggedChange> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final BeforeSnapshot beforeSnapshot;

    CaptureSource(
            PostgresSourceConfigFactory configuration,
            ChangeDeserializer deserializer,
            CaptureOptions options,
            List<CapturedTable<?>> tables,
            BeforeSnapshot beforeSnapshot) {
        super(
                configuration,
                deserializer,
                new PostgresOffsetFactory(),
                new SlotDialect(configuration.create(0), options, tables));
        this.beforeSnapshot = beforeSnapshot;
    }

    /** As Flink CDC's own, for one that starts with a snapshot. */
    @Override
    public PostgresSourceEnumerator createEnumerator(SplitEnumeratorContext<SourceSplitBase> context) {
        PostgresSourceConfig configuration = (PostgresSourceConfig) configFactory.create(0);
        PostgresDialect dialect = (PostgresDialect) dataSourceDialect;
        SplitAssigner assigner = new HybridSplitAssigner<>(
                configuration,
                context.currentParallelism(),
                dialect.discoverDataCollections(configuration),
                dialect.isDataCollectionIdCaseSensitive(configuration),
                dialect,
                offsetFactory,
                context);
        return new CaptureEnumerator(context, configuration, assigner, dialect, beforeSnapshot);
    }

    @Override
    protected RecordEmitter<SourceRecords, TaggedChange, SourceSplitState> createRecordEmitter(
            SourceConfig configuration, SourceReaderMetrics metrics) {
        return new CaptureEmitter(deserializationSchema, metrics, offsetFactory);
    }
}
