package io.gridhouse.core.change;

import io.gridhouse.core.table.TableSpec;
import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.common.operators.ProcessingTimeService;

/**
 * What a sink writer holds between its writes: changes folded to the latest per key, handed out when watermarks close
 * them, but not more often than a pause allows. A bundle that comes after a pause is handed out at once; one that comes
 * sooner waits for the rest of the pause, and is folded with what comes meanwhile.
 *
 * <p>What the target can't take at once is handed out piece by piece as it can, and folded with what comes meanwhile; the
 * task goes on with its work. But while changes of {@value #MOST_WAITING} keys wait, pieces are handed out at once, and
 * the target may block: that is how a slow table slows the source.
 *
 * @param <T> the row
 */
public final class PacedBundle<T> {

    /** Where the changes go. */
    public interface Target<T> {
        /** How many rows it takes now without blocking; 0 when it is busy with what it was given. */
        int capacity();

        /** Writes the changes, one per key. The collection is not empty, and valid for the call. */
        void write(Collection<Change<T>> changes) throws IOException;
    }

    /** Tells how long to wait for what comes next. */
    @FunctionalInterface
    public interface Pause {
        /**
         * Least time from the last write of all that waited to the next one, milliseconds.
         *
         * @param repeats changes since the last pause whose row waited already, or had just been written
         */
        long millis(int repeats);
    }

    /** How long to wait for a busy target before looking again. */
    private static final long BUSY_MILLIS = 5;

    private static final int MOST_WAITING = 50_000;

    /** Rows that are handed out at once when too many wait. */
    private static final int PIECE = 1_000;

    /** After so many changes those that wait are folded: a list of them all would hold each row many times. */
    private static final int MOST_UNFOLDED = 1_000;

    private final LatestByKey<T> latest;
    private final ProcessingTimeService timers;
    private final Pause pause;
    private final Target<T> target;
    private long closed = Long.MIN_VALUE;
    private long due;
    private boolean timerSet;

    /** Rows that waited when a round of writes began, and were not handed out yet. */
    private int leftOfRound;

    /** A bundle that is empty. */
    public PacedBundle(TableSpec<T> table, ProcessingTimeService timers, Pause pause, Target<T> target) {
        this.latest = new LatestByKey<>(table);
        this.timers = timers;
        this.pause = pause;
        this.target = target;
    }

    /** Takes a change; {@code number} is the record's timestamp, null when it has none. */
    public void add(Change<T> change, Long number) {
        latest.add(change, number == null ? Long.MIN_VALUE : number);
    }

    /** A watermark: all changes up to it have been taken. */
    public void close(long watermark) throws IOException {
        closed = watermark;
        if (latest.unfolded() >= MOST_UNFOLDED) {
            latest.fold(closed);
        }
        if (latest.folded() >= MOST_WAITING) {
            // Piece by piece, so that the task blocks often and shortly.
            write(closed, latest.folded() - MOST_WAITING + PIECE);
        } else if (!timerSet) {
            writeOrWait();
        }
    }

    private void writeOrWait() throws IOException {
        long now = timers.getCurrentProcessingTime();
        int capacity = now >= due ? target.capacity() : 0;
        if (capacity > 0) {
            write(closed, capacity);
        }
        if (capacity == 0 ? !latest.isEmpty() : latest.folded() > 0) {
            timerSet = true;
            timers.registerTimer(now < due ? due : now + BUSY_MILLIS, time -> {
                timerSet = false;
                writeOrWait();
            });
        }
    }

    /** Writes everything now: a checkpoint barrier covers all that came before it. */
    public void flush() throws IOException {
        write(Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    private void write(long watermark, int most) throws IOException {
        Collection<Change<T>> changes = latest.drain(watermark, most);
        if (changes.isEmpty()) {
            return;
        }
        target.write(changes);
        latest.forgetWhenMany();
        if (leftOfRound == 0) {
            leftOfRound = changes.size() + latest.folded();
        }
        leftOfRound = Math.max(0, leftOfRound - changes.size());
        if (leftOfRound == 0 || latest.folded() == 0) {
            leftOfRound = 0;
            due = timers.getCurrentProcessingTime() + pause.millis(latest.takeRepeats());
        }
    }
}
