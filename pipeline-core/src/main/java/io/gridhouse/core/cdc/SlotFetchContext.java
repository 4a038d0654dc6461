package io.gridhouse.core.cdc;

import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.pipeline.DataChangeEvent;
import io.debezium.util.LoggingContext;
import java.time.Duration;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.fetch.PostgresSourceFetchTaskContext;

/** What a fetch task works in: Flink CDC's own for a chunk of the snapshot, just a queue for the stream. */
final class SlotFetchContext extends PostgresSourceFetchTaskContext {

    /** Batches of changes that wait for the job at most; each has up to some hundred. */
    private static final int MOST_WAITING = 64;

    private static final int MOST_AT_ONCE = 16;

    private final long pollMillis;
    private ChangeEventQueue<DataChangeEvent> streamQueue;

    SlotFetchContext(JdbcSourceConfig configuration, PostgresDialect dialect, long pollMillis) {
        super(configuration, dialect);
        this.pollMillis = pollMillis;
    }

    @Override
    public void configure(SourceSplitBase split) {
        if (split.isSnapshotSplit()) {
            super.configure(split);
            return;
        }
        streamQueue = new ChangeEventQueue.Builder<DataChangeEvent>()
                .pollInterval(Duration.ofMillis(pollMillis))
                .maxBatchSize(MOST_AT_ONCE)
                .maxQueueSize(MOST_WAITING)
                .loggingContextSupplier(() -> LoggingContext.forConnector("gridhouse", "slot", "stream"))
                .build();
    }

    @Override
    public ChangeEventQueue<DataChangeEvent> getQueue() {
        return streamQueue != null ? streamQueue : super.getQueue();
    }
}
