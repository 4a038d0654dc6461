package io.gridhouse.core.fluss;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.TableLog;
import io.gridhouse.core.table.TableSpec;
import java.io.Serial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.fluss.client.admin.Admin;
import org.apache.fluss.client.admin.OffsetSpec;
import org.apache.fluss.client.table.Table;
import org.apache.fluss.client.table.scanner.log.LogScanner;
import org.apache.fluss.metadata.TablePath;

/**
 * The changelog of a Fluss table.
 *
 * @param options how Fluss is reached
 * @param table it exists
 */
public record FlussTableLog<T>(FlussOptions options, TableSpec<T> table) implements TableLog<T> {

    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public Reader<T> open() {
        return new BucketsReader<>(options, table);
    }

    private static final class BucketsReader<T> implements Reader<T> {

        private final SharedConnection connection;
        private final TablePath path;
        private final Admin admin;
        private final Table table;
        private final List<Integer> buckets;
        private final ChangelogRecords<T> changes;

        BucketsReader(FlussOptions options, TableSpec<T> spec) {
            this.connection = SharedConnection.open(options);
            this.path = TablePath.of(options.database(), spec.name());
            this.admin = connection.connection().getAdmin();
            this.table = connection.connection().getTable(path);
            this.buckets = IntStream.range(0, table.getTableInfo().getNumBuckets())
                    .boxed()
                    .toList();
            this.changes = new ChangelogRecords<>(spec);
        }

        @Override
        public CompletableFuture<Map<Integer, Long>> ends() {
            return admin.listOffsets(path, buckets, new OffsetSpec.LatestSpec()).all();
        }

        @Override
        public void read(Map<Integer, Long> from, Map<Integer, Long> to, Records<T> records) throws Exception {
            Map<Integer, Long> starts = new HashMap<>();
            buckets.forEach(bucket -> starts.put(bucket, from.getOrDefault(bucket, LogScanner.EARLIEST_OFFSET)));
            LogRange.read(table, starts, to, record -> {
                Change<T> change = changes.change(record);
                if (change != null) {
                    records.take(change);
                }
            });
        }

        @Override
        public void close() throws Exception {
            table.close();
            admin.close();
            connection.close();
        }
    }
}
