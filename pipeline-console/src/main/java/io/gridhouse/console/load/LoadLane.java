package io.gridhouse.console.load;

import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One thread of a live load. Open loop: change n is due n / rate seconds after the start, whatever happened to those
 * before; what is due goes out in one round trip, at most every {@link #TICK_NANOS}.
 */
final class LoadLane implements Runnable {

    /** Long enough to gather some 25 changes at 5,000/s on two lanes, short enough to spread the commits evenly. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long MAX_PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** About 10 ms of work: a lane that is behind still hears a stop soon. */
    private static final int MAX_BATCH = 256;

    private static final double NANOS_PER_SECOND = 1e9;

    private final LoadSession session;
    private final LoadSequence sequence;
    private final LoadCounters counters;
    private final int rowsPerTransaction;
    private final double rate;
    private final Instant startInstant;
    private final long startNanos;
    private final Consumer<Throwable> onFailure;
    private volatile boolean stopping;
    private volatile long issued;

    /**
     * Creates a lane.
     *
     * @param rate changes per second of this lane
     * @param startInstant event time of the start
     * @param startNanos {@link System#nanoTime()} at the start
     * @param onFailure is told, on the lane's thread, why it ended before it was stopped
     */
    LoadLane(
            LoadSession session,
            LoadSequence sequence,
            LoadCounters counters,
            int rowsPerTransaction,
            double rate,
            Instant startInstant,
            long startNanos,
            Consumer<Throwable> onFailure) {
        this.session = session;
        this.sequence = sequence;
        this.counters = counters;
        this.rowsPerTransaction = rowsPerTransaction;
        this.rate = rate;
        this.startInstant = startInstant;
        this.startNanos = startNanos;
        this.onFailure = onFailure;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                long began = System.nanoTime();
                int size = sizeOfNextBatch(began);
                if (size > 0) {
                    apply(size);
                }
                if (sizeOfNextBatch(System.nanoTime()) < maxBatch()) {
                    pause(began);
                }
            }
        } catch (SQLException | RuntimeException | Error e) {
            onFailure.accept(e);
        }
    }

    /** Makes {@link #run()} end after the batch under way. The caller unparks the thread. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** How late the next change is, in nanoseconds; negative while it is not due. */
    long nanosBehind(long now) {
        return now - startNanos - dueAfterNanos(issued);
    }

    private void apply(int size) throws SQLException {
        session.reserveIds(size);
        LoadBatch batch = new LoadBatch(rowsPerTransaction);
        for (int i = 0; i < size; i++) {
            batch.add(sequence.next(startInstant.plusNanos(dueAfterNanos(issued + i))));
        }
        session.apply(batch, counters);
        // Written by this thread only; volatile for those who ask how far behind it is.
        issued = issued + size;
    }

    /** Whole transactions that are due; 0 for none. */
    private int sizeOfNextBatch(long now) {
        long due = (long) ((now - startNanos) / NANOS_PER_SECOND * rate);
        long size = Math.min(due - issued, maxBatch());
        return (int) (size - size % rowsPerTransaction);
    }

    private int maxBatch() {
        return Math.max(MAX_BATCH / rowsPerTransaction, 1) * rowsPerTransaction;
    }

    /** Waits for the next tick with something due. Parks by the clock, since only time makes a change due. */
    private void pause(long began) {
        long nextDue = startNanos + dueAfterNanos(issued + rowsPerTransaction);
        long wake = Math.max(nextDue, began + TICK_NANOS);
        long nanos = Math.min(wake - System.nanoTime(), MAX_PARK_NANOS);
        if (nanos > 0 && !stopping) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    private long dueAfterNanos(long change) {
        return (long) (change / rate * NANOS_PER_SECOND);
    }
}
