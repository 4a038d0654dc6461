package io.gridhouse.core.fluss;

import io.gridhouse.core.table.RowKey;
import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.TableSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.fluss.client.Connection;
import org.apache.fluss.client.admin.Admin;
import org.apache.fluss.client.admin.OffsetSpec;
import org.apache.fluss.client.metadata.KvSnapshots;
import org.apache.fluss.client.table.Table;
import org.apache.fluss.client.table.scanner.ScanRecord;
import org.apache.fluss.client.table.scanner.batch.BatchScanner;
import org.apache.fluss.client.table.scanner.log.LogScanner;
import org.apache.fluss.exception.FlussRuntimeException;
import org.apache.fluss.metadata.TableBucket;
import org.apache.fluss.metadata.TablePath;
import org.apache.fluss.record.ChangeType;
import org.apache.fluss.row.InternalRow;
import org.apache.fluss.utils.CloseableIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a whole key table as it is now: each bucket's latest snapshot, where there is one, and the changes behind it up
 * to the log's end at the time of the call.
 *
 * <p>A snapshot is a set of files in Fluss' remote storage, which a client opens itself. Where it can't, as on a host
 * beside a cluster whose storage is a folder of its own, the log alone is read, provided that it still holds everything.
 */
public final class FlussTableScan<T> {

    private static final Logger LOG = LoggerFactory.getLogger(FlussTableScan.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Connection connection;
    private final TablePath path;
    private final TableSpec<T> spec;
    private final RowKey<T> keys;
    private final RowSchema.Reader<T> reader;
    private final FlussRowSource source = new FlussRowSource();

    FlussTableScan(Connection connection, TablePath path, TableSpec<T> spec) {
        this.connection = connection;
        this.path = path;
        this.spec = spec;
        this.keys = new RowKey<>(spec);
        this.reader = spec.schema().reader();
    }

    /** The rows by their key (see {@link RowKey}). Holds all of them in memory. */
    public Map<Object, T> rows() {
        Map<Object, T> rows = new HashMap<>();
        try (Admin admin = connection.getAdmin();
                Table table = connection.getTable(path)) {
            List<Integer> buckets = new ArrayList<>();
            for (int bucket = 0; bucket < table.getTableInfo().getNumBuckets(); bucket++) {
                buckets.add(bucket);
            }
            KvSnapshots snapshots = admin.getLatestKvSnapshots(path).get();
            Map<Integer, Long> ends = admin.listOffsets(path, buckets, new OffsetSpec.LatestSpec())
                    .all()
                    .get();
            Map<Integer, Long> firsts = admin.listOffsets(path, buckets, new OffsetSpec.EarliestSpec())
                    .all()
                    .get();
            Map<Integer, Long> starts = new HashMap<>();
            for (int bucket : buckets) {
                starts.put(bucket, readSnapshotIfReachable(table, bucket, snapshots, firsts.get(bucket), rows));
            }
            LogRange.read(table, starts, ends, record -> apply(record, rows));
            return rows;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlussUnavailableException("Interrupted while reading " + path, e);
        } catch (Exception e) {
            throw new FlussUnavailableException("Could not read Fluss table " + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads some rows that the table holds now.
     *
     * @param most of each bucket
     * @param taker gets each row, for the time of its call
     * @return how many there were; 0 only when the table holds none
     */
    long some(int most, Consumer<InternalRow> taker) {
        long taken = 0;
        try (Table table = connection.getTable(path)) {
            for (int bucket = 0; bucket < table.getTableInfo().getNumBuckets(); bucket++) {
                TableBucket tableBucket = new TableBucket(table.getTableInfo().getTableId(), bucket);
                try (BatchScanner scanner = table.newScan().limit(most).createBatchScanner(tableBucket)) {
                    CloseableIterator<InternalRow> batch = scanner.pollBatch(POLL);
                    while (batch != null) {
                        try (CloseableIterator<InternalRow> rows = batch) {
                            while (rows.hasNext()) {
                                taker.accept(rows.next());
                                taken++;
                            }
                        }
                        batch = scanner.pollBatch(POLL);
                    }
                }
            }
            return taken;
        } catch (Exception e) {
            throw new FlussUnavailableException("Could not read Fluss table " + path + ": " + e.getMessage(), e);
        }
    }

    /** Reads a bucket's snapshot; returns the log offset behind it, or the log's start when the snapshot is out of reach. */
    private long readSnapshotIfReachable(
            Table table, int bucket, KvSnapshots snapshots, long firstOffset, Map<Object, T> rows) throws IOException {
        try {
            return readSnapshot(table, bucket, snapshots, rows);
        } catch (FlussRuntimeException e) {
            if (firstOffset > 0) {
                throw new IOException(
                        ("the snapshot of bucket %d can't be read from here (%s), and the log before offset %d is gone:"
                                        + " give this program access to Fluss' remote.data.dir")
                                .formatted(bucket, e.getCause() == null ? e.getMessage() : e.getCause(), firstOffset),
                        e);
            }
            LOG.info("The snapshot of {}, bucket {}, is out of reach, so its whole log is read", path, bucket, e);
            return LogScanner.EARLIEST_OFFSET;
        }
    }

    /** Reads a bucket's snapshot; returns the log offset behind it. */
    private long readSnapshot(Table table, int bucket, KvSnapshots snapshots, Map<Object, T> rows) throws IOException {
        OptionalLong snapshot = snapshots.getSnapshotId(bucket);
        OptionalLong offset = snapshots.getLogOffset(bucket);
        if (snapshot.isEmpty() || offset.isEmpty()) {
            return LogScanner.EARLIEST_OFFSET;
        }
        TableBucket tableBucket = new TableBucket(table.getTableInfo().getTableId(), bucket);
        try (BatchScanner scanner = table.newScan().createBatchScanner(tableBucket, snapshot.getAsLong())) {
            CloseableIterator<InternalRow> batch = scanner.pollBatch(POLL);
            while (batch != null) {
                try (CloseableIterator<InternalRow> records = batch) {
                    while (records.hasNext()) {
                        put(records.next(), rows);
                    }
                }
                batch = scanner.pollBatch(POLL);
            }
        }
        return offset.getAsLong();
    }

    private void apply(ScanRecord record, Map<Object, T> rows) {
        if (record.getChangeType() == ChangeType.DELETE) {
            rows.remove(keys.of(reader.read(source.over(record.getRow()))));
        } else if (record.getChangeType() != ChangeType.UPDATE_BEFORE) {
            put(record.getRow(), rows);
        }
    }

    private void put(InternalRow fluss, Map<Object, T> rows) {
        T row = reader.read(source.over(fluss));
        rows.put(keys.of(row), row);
    }

    @Override
    public String toString() {
        return spec.name();
    }
}
