package io.gridhouse.core.cdc;

import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.pipeline.DataChangeEvent;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.meta.split.StreamSplit;
import org.apache.flink.cdc.connectors.base.source.reader.external.FetchTask;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the slot's stream and hands typed changes to Flink CDC's queue, in the place of Debezium's reader (ADR 15).
 *
 * <p>The server sends whole transactions in the order of their commits, from the first one that commits at or behind the
 * position asked for. That is the end of the last captured one that was sent whole, so that none is lost, and only the one that
 * was under way is sent again.
 */
final class SlotStream implements FetchTask<SourceSplitBase> {

    private static final Logger LOG = LoggerFactory.getLogger(SlotStream.class);

    /** Changes that are handed over at once at most: some milliseconds of work. */
    private static final int MOST_CHANGES = 256;

    /**
     * After a handing over nothing is read for so long. The server sends three messages per small transaction; a reader that
     * waits for each is woken by each, and the server pays for that as well. So what has arrived meanwhile is handed over at the end
     * of the first transaction that had to be waited for. What comes after a silence is read at once.
     */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** How often the job hears that WAL has passed in which nothing was captured. */
    private static final long PASSED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long FULL_QUEUE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long SLOT_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The job fails, and is restarted, when another reader holds the slot for longer. */
    private static final long SLOT_BUSY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final StreamSplit split;
    private final CaptureOptions options;
    private final List<CapturedTable<?>> tables;
    private volatile boolean running = true;
    private volatile SlotConnection connection;
    private volatile ReadMark mark;
    private long handedOverLsn;
    private long passedLsn;
    private long nextPassed;

    SlotStream(StreamSplit split, CaptureOptions options, List<CapturedTable<?>> tables) {
        this.split = split;
        this.options = options;
        this.tables = tables;
    }

    @Override
    public void execute(Context context) throws Exception {
        long start = StreamOffsets.lsn(split.getStartingOffset());
        handedOverLsn = start;
        nextPassed = System.nanoTime();
        LOG.info("Reading slot {} of {} from {}", options.slot(), options.database(), text(start));
        try {
            SlotConnection opened = open(start);
            if (opened != null) {
                requireKept(start);
                // Who has the slot is the only one who receives more.
                mark = new ReadMark(options);
                mark.open();
                Map<Integer, String> names = RelationIds.of(options, tables);
                read(opened, context.getQueue(), new PgOutputDecoder(tables, names, start, mark::covers));
            }
        } catch (SQLException | InterruptedException e) {
            if (running) {
                throw e;
            }
            LOG.debug("The connection of slot {} was closed", options.slot(), e);
        } catch (Error e) {
            // Flink CDC's fetcher looks for exceptions only: the job would go on and never read anything again.
            throw new IllegalStateException("The reader of slot " + options.slot() + " failed: " + e, e);
        } finally {
            running = false;
            disconnect();
        }
    }

    /** Null when the task was closed meanwhile. */
    private SlotConnection open(long start) throws SQLException {
        long deadline = System.nanoTime() + SLOT_BUSY_NANOS;
        while (running) {
            SlotConnection opened = new SlotConnection(options);
            connection = opened;
            if (!running) {
                disconnect();
                return null;
            }
            try {
                opened.start(options, start);
                return opened;
            } catch (SQLException e) {
                disconnect();
                // PostgreSQL holds the slot of a connection that broke for a moment longer.
                if (!PSQLState.OBJECT_IN_USE.getState().equals(e.getSQLState()) || System.nanoTime() >= deadline) {
                    throw e;
                }
                LOG.debug("Slot {} is in use", options.slot(), e);
                LockSupport.parkNanos(SLOT_RETRY_NANOS);
            }
        }
        return null;
    }

    /**
     * Looks whether the server still has what the state lacks. To be called when this reader has the slot and has told nothing yet: then
     * nobody else can confirm any more.
     *
     * @throws SuppressRestartsException when changes may be lost: the slot begins behind the state, or the server's WAL ends before it.
     *     PostgreSQL would pass over both in silence
     */
    private void requireKept(long start) throws SQLException {
        OptionalLong held = StreamOffsets.passed(split.getStartingOffset());
        long passed = held.orElse(start);
        SlotPosition position = SlotPosition.of(options);
        if (passed > position.walEnd()) {
            throw refused(
                    "holds what committed before %s, but the WAL of %s ends at %s: was it restored, or has another server taken over?"
                            .formatted(text(passed), options.database(), text(position.walEnd())));
        }
        if (held.isPresent() && position.confirmed() > passed) {
            throw refused(
                    "holds what committed before %s, but slot %s of %s has let go of everything before %s: changes may be lost"
                            .formatted(text(passed), options.slot(), options.database(), text(position.confirmed())));
        }
        // The slot of a state of an earlier release may begin behind it, where nothing was captured between.
        passedLsn = Math.max(passed, position.confirmed());
    }

    private static SuppressRestartsException refused(String why) {
        return new SuppressRestartsException(
                new IllegalStateException(
                        "The state that the job starts from " + why
                                + ". Start from a newer checkpoint or savepoint, or build anew with 'gridhouse clean' and 'gridhouse init'"));
    }

    private static String text(long lsn) {
        return LogSequenceNumber.valueOf(lsn).asString();
    }

    private void read(SlotConnection from, ChangeEventQueue<DataChangeEvent> queue, PgOutputDecoder decoder)
            throws SQLException, InterruptedException {
        boolean waited = false;
        while (running) {
            // With changes at hand only what has arrived is read; with none, the thread waits at the socket.
            ByteBuffer message = from.read(decoder.waiting() == 0);
            if (message != null) {
                decoder.decode(message, from.lsn());
            }
            waited |= from.waited();
            int changes = decoder.waiting();
            boolean allRead = message == null || waited && !decoder.inTransaction();
            if (changes >= MOST_CHANGES || changes > 0 && allRead) {
                waited = false;
                mark.reach(decoder.transactionLsn());
                passedLsn = Math.max(passedLsn, decoder.committedLsn());
                handOver(new CapturedChanges(decoder.take(), decoder.committedLsn(), passedLsn), from, queue);
                if (changes < MOST_CHANGES) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } else if (changes == 0 && !decoder.inTransaction()) {
                pass(from, queue, decoder);
            }
        }
    }

    /**
     * Between two transactions, with all changes handed over: everything that the server has sent, or says that it has passed,
     * is. So checkpoints hold it, and the slot lets go of WAL in which nothing was captured.
     */
    private void pass(SlotConnection from, ChangeEventQueue<DataChangeEvent> queue, PgOutputDecoder decoder)
            throws SQLException, InterruptedException {
        long passed = Math.max(decoder.endLsn(), from.passedLsn());
        boolean due = passed > passedLsn && System.nanoTime() - nextPassed >= 0;
        if (due || decoder.committedLsn() > handedOverLsn) {
            passedLsn = Math.max(passedLsn, passed);
            nextPassed = System.nanoTime() + PASSED_NANOS;
            handOver(new CapturedChanges(List.of(), decoder.committedLsn(), passedLsn), from, queue);
        }
    }

    /**
     * Waits while the job is behind, and tells the server meanwhile that somebody is there; so it looks at the queue again and
     * again, and does not wait in it.
     */
    private void handOver(CapturedChanges changes, SlotConnection from, ChangeEventQueue<DataChangeEvent> queue)
            throws SQLException, InterruptedException {
        while (running && queue.remainingCapacity() == 0) {
            LockSupport.parkNanos(FULL_QUEUE_NANOS);
            from.tellStatus();
        }
        if (running) {
            queue.enqueue(new DataChangeEvent(changes));
            handedOverLsn = changes.nextLsn();
        }
    }

    /** A checkpoint that covers everything up to this position is complete: the slot may let go of it. */
    void confirm(long lsn) {
        SlotConnection current = connection;
        if (current != null) {
            current.confirm(lsn);
        }
    }

    private void disconnect() {
        SlotConnection current = connection;
        ReadMark currentMark = mark;
        try {
            if (currentMark != null) {
                currentMark.abort();
            }
            if (current != null) {
                current.abort();
            }
        } catch (SQLException e) {
            LOG.warn(
                    "The connection of slot {} could not be closed; the server gives the slot free later",
                    options.slot(),
                    e);
        }
    }

    @Override
    public void close() {
        running = false;
        disconnect();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public SourceSplitBase getSplit() {
        return split;
    }
}
