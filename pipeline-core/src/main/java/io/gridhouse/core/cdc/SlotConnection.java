package io.gridhouse.core.cdc;

import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyDual;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Reads a slot by PostgreSQL's streaming replication protocol, over the driver's COPY in both directions. For one thread, save
 * {@link #confirm} and {@link #abort}.
 *
 * <p>The driver's own replication stream is not used, since it confirms by itself what no checkpoint holds (ADR 15).
 */
final class SlotConnection {

    /** How often the server hears how far the job is, while messages come. It gives up after {@code wal_sender_timeout}. */
    private static final long STATUS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /**
     * How long a reader waits at its socket before it looks around. When the server pauses for as long in the middle of a message
     * that has begun to arrive, the job fails and goes on from its checkpoint.
     */
    private static final int WAIT_MILLIS = 10_000;

    /** A read that takes longer counts as one that waited. A wrong guess only hands over sooner or later. */
    private static final long AT_HAND_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final int STATUS_BYTES = 1 + 4 * Long.BYTES + 1;

    private final Connection connection;
    private CopyDual copy;
    private boolean waited;
    private long lsn;
    private long passedLsn;
    private long receivedLsn;
    private volatile long confirmedLsn;
    private long toldLsn;
    private long nextStatus;

    /** Connects; nothing is read yet. */
    SlotConnection(CaptureOptions options) throws SQLException {
        connection = options.database().connectForReplication();
    }

    /**
     * Asks for the transactions that commit at or behind a position.
     *
     * @throws SQLException with {@code OBJECT_IN_USE} when somebody else reads the slot
     */
    void start(CaptureOptions options, long from) throws SQLException {
        copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyDual("START_REPLICATION SLOT \"%s\" LOGICAL %s (proto_version '1', publication_names '\"%s\"')"
                        .formatted(
                                options.slot(), LogSequenceNumber.valueOf(from).asString(), options.publication()));
        connection.setNetworkTimeout(Runnable::run, WAIT_MILLIS);
        receivedLsn = from;
        nextStatus = System.nanoTime();
    }

    /**
     * The next message of the plugin. Null when there is none: none came for a millisecond, or, where it waits, the server has told
     * its position, or nothing came for some seconds.
     */
    ByteBuffer read(boolean waits) throws SQLException {
        while (true) {
            tellStatus();
            byte[] bytes = receive(waits);
            if (bytes == null) {
                return null;
            }
            ByteBuffer message = ByteBuffer.wrap(bytes);
            char kind = (char) message.get();
            long position = message.getLong();
            receivedLsn = Math.max(receivedLsn, position);
            if (kind == 'w') {
                lsn = position;
                // The same position once more, and the server's clock.
                message.position(message.position() + 2 * Long.BYTES);
                return message;
            }
            if (kind != 'k') {
                throw new SQLException("PostgreSQL sent a replication message of kind '" + kind + "'");
            }
            passedLsn = position;
            message.getLong();
            if (message.get() != 0) {
                // Sent by the next call, which may know more.
                nextStatus = System.nanoTime();
            }
            if (waits) {
                return null;
            }
        }
    }

    private byte[] receive(boolean waits) throws SQLException {
        byte[] bytes;
        long begin = System.nanoTime();
        try {
            bytes = copy.readFromCopy(waits);
            waited = System.nanoTime() - begin > AT_HAND_NANOS;
        } catch (SQLException e) {
            if (waits && e.getCause() instanceof SocketTimeoutException) {
                return null;
            }
            throw e;
        }
        if (bytes == null && !copy.isActive()) {
            throw new SQLException("PostgreSQL ended the stream of the slot");
        }
        return bytes;
    }

    /**
     * Whether the last message had to be waited for: nothing more had been at hand. The driver does not tell: a read that is not to
     * wait waits for a millisecond all the same, in which, under load, the next one comes.
     */
    boolean waited() {
        return waited;
    }

    /** The WAL position that the server gave with the last message. */
    long lsn() {
        return lsn;
    }

    /**
     * The WAL position up to which the server has sent everything, as it told last; 0 when it has not yet. It can lie before what
     * was confirmed: a server begins where its slot does.
     */
    long passedLsn() {
        return passedLsn;
    }

    /** A completed checkpoint holds what commits before this position. The server hears it with the next status. */
    void confirm(long position) {
        confirmedLsn = Math.max(confirmedLsn, position);
    }

    /** Tells the server that somebody is there, and how far, unless it has heard so a moment ago. */
    void tellStatus() throws SQLException {
        if (System.nanoTime() - nextStatus >= 0) {
            sendStatus();
        }
    }

    /**
     * Received, flushed, applied, the clock, and that no answer is asked for. What is flushed is told once: a server that is stopped
     * waits until all its WAL is, if any was told with the last status, and otherwise until all is received. No checkpoint
     * comes in time for that.
     */
    private void sendStatus() throws SQLException {
        long confirmed = confirmedLsn;
        long flushed = confirmed > toldLsn ? confirmed : 0;
        byte[] status = ByteBuffer.allocate(STATUS_BYTES)
                .put((byte) 'r')
                .putLong(receivedLsn)
                .putLong(flushed)
                .putLong(flushed)
                .putLong(ChronoUnit.MICROS.between(POSTGRES_EPOCH, Instant.now()))
                .put((byte) 0)
                .array();
        copy.writeToCopy(status, 0, status.length);
        copy.flushCopy();
        toldLsn = confirmed;
        nextStatus = System.nanoTime() + STATUS_NANOS;
    }

    /** Breaks the connection off: a reader that waits at its socket hears nothing else. */
    void abort() throws SQLException {
        connection.abort(Runnable::run);
    }
}
