package io.gridhouse.core.fluss;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.PacedBundle;
import io.gridhouse.core.metrics.LayerMetrics;
import io.gridhouse.core.table.TableSpec;
import java.io.IOException;
import java.io.Serial;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.fluss.client.table.Table;
import org.apache.fluss.client.table.writer.UpsertWriter;
import org.apache.fluss.metadata.TablePath;
import org.apache.fluss.row.GenericRow;

/**
 * Keeps a Fluss table equal to a changelog.
 *
 * <p>Writes one row per key and bundle, as soon as the watermark closes the bundle, and waits for Fluss to acknowledge
 * everything before a checkpoint. Writes are keyed and idempotent: after a failure the rows of the last checkpoint
 * interval are written again, older states first, and the table ends as it should.
 *
 * <p>The stream must bring all changes of one key to one subtask.
 *
 * @param <T> the row
 */
public final class FlussTableSink<T> implements Sink<Change<T>> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final FlussOptions options;
    private final TableSpec<T> table;
    private final ZoneId businessZone;

    /**
     * A sink into a table that exists.
     *
     * @param businessZone the zone of the table's stamp
     */
    public FlussTableSink(FlussOptions options, TableSpec<T> table, ZoneId businessZone) {
        this.options = options;
        this.table = table;
        this.businessZone = businessZone;
    }

    @Override
    public SinkWriter<Change<T>> createWriter(WriterInitContext context) {
        return new Writer<>(
                options,
                table,
                businessZone,
                new LayerMetrics(context.metricGroup(), table.name(), Clock.systemUTC()),
                context.getProcessingTimeService());
    }

    /** Least time between two writes: a table that changes now and then is written at once. */
    private static final long LEAST_PAUSE_MILLIS = 10;

    /** Longest time: what is read from Fluss is never older. */
    private static final long LONGEST_PAUSE_MILLIS = 250;

    /**
     * So many rows per millisecond of pause. The first places of a ranking change with every bundle: a table whose rows
     * change over and over is written less often, and folds more of its changes. One whose rows change once is not held
     * up, since a full bundle never waits.
     */
    private static final int ROWS_PER_MILLISECOND = 5;

    private static long pauseMillis(int rows) {
        return Math.max(LEAST_PAUSE_MILLIS, Math.min(LONGEST_PAUSE_MILLIS, rows / ROWS_PER_MILLISECOND));
    }

    private static final class Writer<T> implements SinkWriter<Change<T>> {

        private final TableSpec<T> table;
        private final ZoneId businessZone;
        private final Clock clock = Clock.systemUTC();
        private final LayerMetrics metrics;
        private final PacedBundle<T> bundle;
        private final FlussRowSink<T> rows;
        private final SharedConnection connection;
        private final Table flussTable;
        private final UpsertWriter writer;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        /**
         * Writes that Fluss has not acknowledged. The next bundle waits for them: with its limit of requests under way
         * reached, the client's sender spins and takes a core from the server that it waits for.
         */
        private final AtomicInteger unacknowledged = new AtomicInteger();

        Writer(
                FlussOptions options,
                TableSpec<T> table,
                ZoneId businessZone,
                LayerMetrics metrics,
                ProcessingTimeService timers) {
            this.table = table;
            this.businessZone = businessZone;
            this.metrics = metrics;
            this.bundle = new PacedBundle<>(
                    table, timers, FlussTableSink::pauseMillis, () -> unacknowledged.get() > 0, this::send);
            this.rows = new FlussRowSink<>(table);
            this.connection = SharedConnection.open(options);
            this.flussTable = connection.connection().getTable(TablePath.of(options.database(), table.name()));
            this.writer = flussTable.newUpsert().createWriter();
        }

        @Override
        public void write(Change<T> change, Context context) {
            bundle.add(change, context.timestamp());
        }

        @Override
        public void writeWatermark(Watermark watermark) throws IOException {
            bundle.close(watermark.getTimestamp());
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            bundle.flush();
            writer.flush();
            rethrow();
        }

        private void send(Collection<Change<T>> changes) throws IOException {
            rethrow();
            LocalDateTime stamp = LocalDateTime.ofInstant(clock.instant(), businessZone);
            unacknowledged.addAndGet(changes.size());
            for (Change<T> change : changes) {
                GenericRow row = rows.row(change.row(), change.position(), stamp);
                CompletableFuture<?> written = writer.upsert(row);
                if (change.isDelete()) {
                    // The row takes the position of its deletion first, and the log tells both to whoever reads it.
                    // Fluss logs a deletion of a row that is not there as a batch without records, at which a reader
                    // that waits for the log's last record would wait for good.
                    written = writer.delete(row);
                }
                written.whenComplete((result, error) -> {
                    unacknowledged.decrementAndGet();
                    if (error != null) {
                        failure.compareAndSet(null, error);
                    } else {
                        metrics.written(List.of(change));
                    }
                });
            }
        }

        private void rethrow() throws IOException {
            Throwable error = failure.get();
            if (error != null) {
                throw new IOException(
                        "Fluss refused a write to table " + table.name() + ": " + error.getMessage(), error);
            }
        }

        @Override
        public void close() throws Exception {
            flussTable.close();
            connection.close();
        }
    }
}
