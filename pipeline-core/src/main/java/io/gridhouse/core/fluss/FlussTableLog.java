package io.gridhouse.core.fluss;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.TableLog;
import io.gridhouse.core.table.TableSpec;
import java.io.Serial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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

    private static final long ANSWER_SECONDS = 30;

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

        /** Fluss' client asks for a table's leaders before it answers with a future, and waits for them. */
        private final ExecutorService questions;

        BucketsReader(FlussOptions options, TableSpec<T> spec) {
            this.connection = SharedConnection.open(options);
            this.path = TablePath.of(options.database(), spec.name());
            this.admin = connection.connection().getAdmin();
            this.table = connection.connection().getTable(path);
            this.buckets = IntStream.range(0, table.getTableInfo().getNumBuckets())
                    .boxed()
                    .toList();
            this.changes = new ChangelogRecords<>(spec);
            this.questions = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "gridhouse-log-end-" + spec.name());
                thread.setDaemon(true);
                return thread;
            });
        }

        @Override
        public CompletableFuture<Map<Integer, Long>> ends() {
            // Fluss 0.9.1 never completes the future of a server that goes away meanwhile.
            return CompletableFuture.supplyAsync(
                            () -> admin.listOffsets(path, buckets, new OffsetSpec.LatestSpec())
                                    .all(),
                            questions)
                    .thenCompose(Function.identity())
                    .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .handle((ends, error) -> {
                        if (error != null) {
                            throw new FlussUnavailableException(
                                    "Fluss did not tell the end of the log of %s within %d s: is it running and reachable?"
                                            .formatted(path, ANSWER_SECONDS),
                                    error);
                        }
                        return ends;
                    });
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
            questions.shutdownNow();
            table.close();
            admin.close();
            connection.close();
        }
    }
}
