package io.gridhouse.core.fluss;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeRouter;
import io.gridhouse.core.change.PacedBundle;
import io.gridhouse.core.metrics.LayerMetrics;
import io.gridhouse.core.table.TableSpec;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.fluss.client.table.Table;
import org.apache.fluss.client.table.writer.UpsertWriter;
import org.apache.fluss.metadata.TablePath;
import org.apache.fluss.row.GenericRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the bundles of one subtask, see {@link FlussTableSink}. */
final class FlussTableWriter<T>
        implements StatefulSinkWriter<Change<T>, RememberedRows<T>>, PacedBundle.Target<T>, ReadRepair.Writer<T> {

    private static final Logger LOG = LoggerFactory.getLogger(FlussTableWriter.class);

    /** Least time between two writes: a table that changes now and then is written at once. */
    private static final long LEAST_PAUSE_MILLIS = 10;

    /** Longest time: while Fluss keeps up, what is read from it is not older. */
    private static final long LONGEST_PAUSE_MILLIS = 250;

    /**
     * So many repeated rows per millisecond of pause. The first places of a ranking change with every bundle: a table whose
     * rows change over and over is written less often, and folds more of its changes. One whose rows change once is not
     * held up.
     */
    private static final int REPEATS_PER_MILLISECOND = 1;

    private static long pauseMillis(int repeats) {
        return Math.max(LEAST_PAUSE_MILLIS, Math.min(LONGEST_PAUSE_MILLIS, repeats / REPEATS_PER_MILLISECOND));
    }

    /**
     * How long a task that ends waits for its writes. Flink starts no next attempt while a task of the earlier one closes,
     * where both have the same JobManager: so nothing of it comes late.
     */
    private static final long CLOSE_SECONDS = 10;

    /**
     * Changes under way to Fluss at most. The client closes a batch every few milliseconds and has five per bucket under way;
     * with a sixth its sender spins, and holds back the batches of all other tables: 23,000 rounds a second, a tenth of
     * a core (measured at 5,000 changes/s with a backlog and no limit). So many seldom make more than five: the sender takes a
     * fiftieth of a core in an overload. With a quarter of them a backlog left a tenth of two cores idle.
     */
    private static final int MOST_UNACKNOWLEDGED = 4_000;

    private final TableSpec<T> table;
    private final ZoneId businessZone;
    private final Clock clock = Clock.systemUTC();
    private final LayerMetrics metrics;
    private final TaskInfo task;
    private final ProcessingTimeService timers;
    private final MailboxExecutor mailbox;
    private final PacedBundle<T> bundle;
    private final FlussRowSink<T> rows;
    private final ReadRepair<T> repair;
    private final SharedConnection connection;
    private final Table flussTable;
    private final UpsertWriter writer;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * One for each change that may be under way. Unless many wait, the next bundle is written when they are all here, and
     * folds more meanwhile.
     */
    private final Semaphore permits = new Semaphore(MOST_UNACKNOWLEDGED);

    FlussTableWriter(FlussOptions options, TableSpec<T> table, ZoneId businessZone, WriterInitContext context) {
        this.table = table;
        this.businessZone = businessZone;
        this.metrics = new LayerMetrics(context.metricGroup(), table.name(), Clock.systemUTC());
        this.task = context.getTaskInfo();
        this.timers = context.getProcessingTimeService();
        this.mailbox = context.getMailboxExecutor();
        this.bundle = new PacedBundle<>(table, timers, FlussTableWriter::pauseMillis, this);
        this.rows = new FlussRowSink<>(table);
        this.connection = SharedConnection.open(options);
        this.flussTable = connection.connection().getTable(TablePath.of(options.database(), table.name()));
        this.writer = flussTable.newUpsert().createWriter();
        this.repair = new ReadRepair<>(table, new FlussLookup<>(flussTable, table), this, mailbox, metrics.repaired());
    }

    /** Expects tasks of an earlier attempt to live for a while yet. */
    void startReadRepair(Collection<RememberedRows<T>> earlier, Duration after) {
        List<Change<T>> own = new ArrayList<>();
        for (RememberedRows<T> remembered : earlier) {
            // A job is rescaled by a savepoint, which ends its attempt: nobody is left then.
            if (remembered.subtask() == task.getIndexOfThisSubtask()
                    && remembered.parallelism() == task.getNumberOfParallelSubtasks()) {
                own.addAll(remembered.changes());
            }
        }
        repair.start(own, timers, after);
    }

    @Override
    public void write(Change<T> change, Context context) throws InterruptedException {
        while (repair.full()) {
            mailbox.yield();
        }
        Long number = context.timestamp();
        if (number == null || number < ChangeRouter.FIRST_UNSEEN) {
            repair.inDoubt(change);
        }
        bundle.add(change, number);
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException {
        bundle.close(watermark.getTimestamp());
    }

    /**
     * A barrier has all writers of a task hand out what they hold, one after the other, and only then are their states
     * asked for: so it is there that each waits, while all tables' rows are under way at once. The client's wait is for the
     * rows of its whole connection.
     */
    @Override
    public void flush(boolean endOfInput) throws IOException {
        bundle.flush();
        if (endOfInput) {
            awaitWrites();
        }
    }

    @Override
    public void awaitWrites() throws IOException {
        writer.flush();
        rethrow();
    }

    @Override
    public List<RememberedRows<T>> snapshotState(long checkpointId) throws IOException {
        awaitWrites();
        List<Change<T>> remembered = repair.remembered();
        return remembered.isEmpty()
                ? List.of()
                : List.of(new RememberedRows<>(
                        task.getIndexOfThisSubtask(), task.getNumberOfParallelSubtasks(), remembered));
    }

    /** Everything is to arrive before more is sent: what comes meanwhile is folded. */
    @Override
    public int capacity() {
        return unacknowledged() > 0 ? 0 : MOST_UNACKNOWLEDGED;
    }

    @Override
    public void write(Collection<Change<T>> changes) throws IOException {
        repair.wrote(changes);
        writeAgain(changes);
    }

    @Override
    public void writeAgain(Collection<Change<T>> changes) throws IOException {
        rethrow();
        LocalDateTime stamp = LocalDateTime.ofInstant(clock.instant(), businessZone);
        for (Change<T> change : changes) {
            awaitPermit();
            GenericRow row = rows.row(change.row(), change.position(), stamp);
            CompletableFuture<?> written = writer.upsert(row);
            if (change.isDelete()) {
                // The row takes the position of its deletion first, and the log tells both to whoever reads it.
                // Fluss logs a deletion of a row that is not there as a batch without records, at which a reader
                // that waits for the log's last record would wait for good.
                written = CompletableFuture.allOf(written, writer.delete(row));
            }
            written.whenComplete((result, error) -> {
                if (error != null) {
                    failure.compareAndSet(null, error);
                }
                permits.release();
                if (error == null) {
                    metrics.written(List.of(change));
                }
            });
        }
    }

    private int unacknowledged() {
        return MOST_UNACKNOWLEDGED - permits.availablePermits();
    }

    /** Once none is left, waits for many: a thread that is woken for each row does nothing else. */
    private void awaitPermit() throws IOException {
        if (permits.tryAcquire()) {
            return;
        }
        try {
            // One bucket may have failed for good while another's server does not answer.
            while (!permits.tryAcquire(MOST_UNACKNOWLEDGED / 2, 1, TimeUnit.SECONDS)) {
                rethrow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while Fluss took rows of table " + table.name());
        }
        permits.release(MOST_UNACKNOWLEDGED / 2 - 1);
        rethrow();
    }

    private void rethrow() throws IOException {
        Throwable error = failure.get();
        if (error != null) {
            throw new IOException("Fluss refused a write to table " + table.name() + ": " + error.getMessage(), error);
        }
    }

    @Override
    public void close() throws Exception {
        try {
            awaitAcknowledgement();
        } finally {
            flussTable.close();
            connection.close();
        }
    }

    private void awaitAcknowledgement() throws InterruptedException {
        if (!permits.tryAcquire(MOST_UNACKNOWLEDGED, CLOSE_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn(
                    "Fluss has not acknowledged {} writes to table {} within {} s; the next attempt's read repair looks"
                            + " at their rows",
                    unacknowledged(),
                    table.name(),
                    CLOSE_SECONDS);
        }
    }
}
