package io.gridhouse.core.fluss;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.fluss.client.table.Table;
import org.apache.fluss.client.table.scanner.ScanRecord;
import org.apache.fluss.client.table.scanner.log.LogScanner;
import org.apache.fluss.client.table.scanner.log.ScanRecords;
import org.apache.fluss.metadata.TableBucket;

/** A part of the log of each bucket of a table. */
final class LogRange {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Takes a record. */
    @FunctionalInterface
    interface Records {
        void take(ScanRecord record) throws Exception;
    }

    private LogRange() {}

    /**
     * Reads the records.
     *
     * @param starts the first offset by bucket, for each bucket in {@code ends}; or {@link LogScanner#EARLIEST_OFFSET}
     * @param ends the offset behind the last record by bucket
     * @throws IOException when no record comes for a minute
     */
    static void read(Table table, Map<Integer, Long> starts, Map<Integer, Long> ends, Records records)
            throws Exception {
        Map<Integer, Long> open = new HashMap<>();
        try (LogScanner scanner = table.newScan().createLogScanner()) {
            ends.forEach((bucket, end) -> {
                long start = starts.get(bucket);
                if (Math.max(start, 0) < end) {
                    open.put(bucket, end);
                    scanner.subscribe(bucket, start);
                }
            });
            long heard = System.nanoTime();
            while (!open.isEmpty()) {
                ScanRecords polled = scanner.poll(POLL);
                if (!polled.isEmpty()) {
                    heard = System.nanoTime();
                } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                    throw new IOException("No record of the log came for %s s, and these buckets have more up to: %s"
                            .formatted(PATIENCE.toSeconds(), open));
                }
                for (TableBucket bucket : polled.buckets()) {
                    for (ScanRecord record : polled.records(bucket)) {
                        take(record, bucket.getBucket(), open, records);
                    }
                }
            }
        }
    }

    private static void take(ScanRecord record, int bucket, Map<Integer, Long> open, Records records) throws Exception {
        Long end = open.get(bucket);
        if (end == null || record.logOffset() >= end) {
            return;
        }
        records.take(record);
        if (record.logOffset() == end - 1) {
            open.remove(bucket);
        }
    }
}
