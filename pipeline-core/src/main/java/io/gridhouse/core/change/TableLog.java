package io.gridhouse.core.change;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The log of a table that a job writes, in buckets: what was written to the table, by whomever, in order for each key.
 *
 * @param <T> the row
 */
public interface TableLog<T> extends Serializable {

    /** Connects; the reader is for one thread. */
    Reader<T> open();

    /** Takes the records of a log. */
    @FunctionalInterface
    interface Records<T> {
        /** An upsert is a change without {@code before}, a deletion one without {@code after}. */
        void take(Change<T> record) throws Exception;
    }

    /** Reads the log. */
    interface Reader<T> extends AutoCloseable {

        /**
         * The offset behind the last record of each bucket as of now. Does not wait; what keeps the table from answering
         * fails the future within a minute.
         */
        CompletableFuture<Map<Integer, Long>> ends();

        /**
         * Reads the records of all buckets, those of a bucket in their order.
         *
         * @param from the offset of the first record by bucket; a bucket that is missing is read from its beginning
         * @param to the offset behind the last record by bucket
         * @throws Exception when the table does not hand out its records
         */
        void read(Map<Integer, Long> from, Map<Integer, Long> to, Records<T> records) throws Exception;
    }
}
