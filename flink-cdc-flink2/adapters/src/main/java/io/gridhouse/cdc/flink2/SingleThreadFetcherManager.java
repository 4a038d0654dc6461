package io.gridhouse.cdc.flink2;

import java.util.function.Supplier;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;

/**
 * Keeps the constructor of Flink 1.20 that takes the element queue; Flink 2 makes the queue itself.
 *
 * @param <E> the element that a split reader fetches
 * @param <SplitT> the split
 */
public class SingleThreadFetcherManager<E, SplitT extends SourceSplit>
        extends org.apache.flink.connector.base.source.reader.fetcher.SingleThreadFetcherManager<E, SplitT> {

    /** Drops the queue: the reader that pairs with this manager asks the manager for its own. */
    public SingleThreadFetcherManager(
            FutureCompletingBlockingQueue<RecordsWithSplitIds<E>> unused,
            Supplier<SplitReader<E, SplitT>> splitReaders) {
        super(splitReaders);
    }
}
