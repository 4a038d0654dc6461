package io.gridhouse.cdc.flink2;

import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;

/**
 * Keeps the constructor of Flink 1.20 that takes the element queue; Flink 2 reads the fetcher manager's queue.
 *
 * @param <E> the element that a split reader fetches
 * @param <T> the record that the reader emits
 * @param <SplitT> the split
 * @param <SplitStateT> the split's mutable state
 */
public abstract class SingleThreadMultiplexSourceReaderBase<E, T, SplitT extends SourceSplit, SplitStateT>
        extends org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase<
                E, T, SplitT, SplitStateT> {

    /** Drops the queue and passes everything else on. */
    protected SingleThreadMultiplexSourceReaderBase(
            FutureCompletingBlockingQueue<RecordsWithSplitIds<E>> unused,
            SingleThreadFetcherManager<E, SplitT> fetchers,
            RecordEmitter<E, T, SplitStateT> emitter,
            Configuration configuration,
            SourceReaderContext context) {
        super(fetchers, emitter, configuration, context);
    }
}
