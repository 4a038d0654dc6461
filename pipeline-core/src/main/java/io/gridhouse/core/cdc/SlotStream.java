package io.gridhouse.core.cdc;

import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.pipeline.DataChangeEvent;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.meta.split.StreamSplit;
import org.apache.flink.cdc.connectors.base.source.reader.external.FetchTask;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the slot's stream and hands typed changes to Flink CDC's queue, in the place of Debezium's reader (ADR 15).
 *
 * <p>The server sends whole transactions in the order of their commits, from the first one that commits at or behind the
 * position asked for. That is the end of the last one that was sent whole, so that none is lost, and only the one that was
 * under way is sent again.
 */
final class SlotStream implements FetchTask<SourceSplitBase> {

    private static final Logger LOG = LoggerFactory.getLogger(SlotStream.class);

    /** Changes that are handed over at once at most: some milliseconds of work. */
    private static final int MOST_CHANGES = 256;

    /** How often the server hears how far the job is. It gives up after a minute ({@code wal_sender_timeout}). */
    private static final int STATUS_MILLIS = 500;

    private static final long FULL_QUEUE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long SLOT_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The job fails, and is restarted, when another reader holds the slot for longer. */
    private static final long SLOT_BUSY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final StreamSplit split;
    private final CaptureOptions options;
    private final List<CapturedTable<?>> tables;
    private volatile boolean running = true;
    private volatile Connection connection;
    private volatile PGReplicationStream stream;
    private volatile ReadMark mark;
    private long confirmedLsn;
    private long handedOverLsn;
    private long nextStatus;

    SlotStream(StreamSplit split, CaptureOptions options, List<CapturedTable<?>> tables) {
        this.split = split;
        this.options = options;
        this.tables = tables;
    }

    @Override
    public void execute(Context context) throws Exception {
        long start = StreamOffsets.lsn(split.getStartingOffset());
        handedOverLsn = start;
        LOG.info("Reading slot {} of {} from {}", options.slot(), options.database(), LogSequenceNumber.valueOf(start));
        try {
            stream = open(start);
            if (stream != null) {
                // Who has the slot is the only one who receives more.
                mark = new ReadMark(options);
                mark.open();
                read(stream, context.getQueue(), new PgOutputDecoder(tables, start, mark::covers));
            }
        } catch (SQLException | InterruptedException e) {
            if (running) {
                throw e;
            }
            LOG.debug("The connection of slot {} was closed", options.slot(), e);
        } finally {
            running = false;
            disconnect();
        }
    }

    /** Null when the task was closed meanwhile. */
    private PGReplicationStream open(long start) throws SQLException {
        long deadline = System.nanoTime() + SLOT_BUSY_NANOS;
        while (running) {
            connection = options.database().connectForReplication();
            try {
                return connection
                        .unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .logical()
                        .withSlotName(options.slot())
                        .withStartPosition(LogSequenceNumber.valueOf(start))
                        .withStatusInterval(STATUS_MILLIS, TimeUnit.MILLISECONDS)
                        .withSlotOption("proto_version", 1)
                        .withSlotOption("publication_names", '"' + options.publication() + '"')
                        .start();
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

    private void read(PGReplicationStream from, ChangeEventQueue<DataChangeEvent> queue, PgOutputDecoder decoder)
            throws SQLException, InterruptedException {
        while (running) {
            // With changes at hand only what has arrived is read; with none, the thread waits at the socket.
            boolean waits = decoder.waiting() == 0;
            ByteBuffer message = waits ? from.read() : from.readPending();
            if (message == null && waits) {
                throw new IllegalStateException(
                        "PostgreSQL ended the stream of slot " + options.slot() + " of " + options.database());
            }
            if (message != null) {
                decoder.decode(message, from.getLastReceiveLSN().asLong());
                int changes = decoder.waiting();
                // What ended without a change, such as TRUNCATE, moves the place at once: nothing else may come for
                // hours.
                boolean goesOn = changes == 0 ? decoder.committedLsn() == handedOverLsn : changes < MOST_CHANGES;
                if (goesOn) {
                    continue;
                }
            }
            if (decoder.waiting() > 0) {
                mark.reach(decoder.transactionLsn());
            }
            handOver(new CapturedChanges(decoder.take(), decoder.committedLsn()), queue);
        }
    }

    /**
     * Waits while the job is behind, and tells the server meanwhile that somebody is there; so it looks at the queue again and
     * again, and does not wait in it.
     */
    private void handOver(CapturedChanges changes, ChangeEventQueue<DataChangeEvent> queue)
            throws SQLException, InterruptedException {
        while (running && queue.remainingCapacity() == 0) {
            LockSupport.parkNanos(FULL_QUEUE_NANOS);
            long now = System.nanoTime();
            if (now >= nextStatus) {
                stream.forceUpdateStatus();
                nextStatus = now + TimeUnit.MILLISECONDS.toNanos(STATUS_MILLIS);
            }
        }
        if (running) {
            queue.enqueue(new DataChangeEvent(changes));
            handedOverLsn = changes.nextLsn();
        }
    }

    /**
     * A checkpoint that covers everything up to this position is complete: the slot may let go of it. The server hears it
     * with the next status. Once all is confirmed that was sent, the driver confirms what the server has passed without
     * sending anything, so that the slot lets go of WAL in which nothing was captured.
     */
    void confirm(long lsn) {
        PGReplicationStream current = stream;
        if (current != null && lsn > confirmedLsn) {
            confirmedLsn = lsn;
            current.setFlushedLSN(LogSequenceNumber.valueOf(lsn));
            current.setAppliedLSN(LogSequenceNumber.valueOf(lsn));
        }
    }

    /** Breaks the connection off: a reader that waits at its socket hears nothing else. */
    private void disconnect() {
        Connection current = connection;
        ReadMark currentMark = mark;
        try {
            if (currentMark != null) {
                currentMark.abort();
            }
            if (current != null) {
                current.abort(Runnable::run);
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
