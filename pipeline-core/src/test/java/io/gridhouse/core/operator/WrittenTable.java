package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.TableLog;
import io.gridhouse.core.sample.Guest;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A table that subtasks write, and others: its rows, and a log per bucket. There is one, since Flink's harness ships
 * operators and what they hold as bytes.
 */
final class WrittenTable {

    static final Map<Long, Guest> ROWS = new TreeMap<>();

    /** Whether it tells the ends of its log. */
    static boolean answers;

    private static final int BUCKETS = 2;
    private static final List<List<Change<Guest>>> LOG = new ArrayList<>();

    private WrittenTable() {}

    static void empty() {
        ROWS.clear();
        LOG.clear();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            LOG.add(new ArrayList<>());
        }
        answers = true;
    }

    /** What anybody writes, the operator's sink or another one. */
    static void write(Change<Guest> change) {
        LOG.get((int) (change.row().id() % BUCKETS)).add(change);
        if (change.isDelete()) {
            ROWS.remove(change.row().id());
        } else {
            ROWS.put(change.row().id(), change.after());
        }
    }

    /** The log as an operator reads it. */
    record Log() implements TableLog<Guest> {

        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Reader<Guest> open() {
            return new BucketsReader();
        }
    }

    private static final class BucketsReader implements TableLog.Reader<Guest> {

        @Override
        public CompletableFuture<Map<Integer, Long>> ends() {
            if (!answers) {
                return CompletableFuture.failedFuture(new IllegalStateException("No server answers"));
            }
            Map<Integer, Long> ends = new TreeMap<>();
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                ends.put(bucket, (long) LOG.get(bucket).size());
            }
            return CompletableFuture.completedFuture(ends);
        }

        @Override
        public void read(Map<Integer, Long> from, Map<Integer, Long> to, TableLog.Records<Guest> records)
                throws Exception {
            for (Map.Entry<Integer, Long> end : to.entrySet()) {
                int start = from.getOrDefault(end.getKey(), 0L).intValue();
                List<Change<Guest>> range =
                        LOG.get(end.getKey()).subList(start, end.getValue().intValue());
                for (Change<Guest> change : List.copyOf(range)) {
                    records.take(change);
                }
            }
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
