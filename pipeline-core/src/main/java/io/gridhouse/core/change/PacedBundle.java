package io.gridhouse.core.change;

import io.gridhouse.core.table.TableSpec;
import java.io.IOException;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.IntToLongFunction;
import org.apache.flink.api.common.operators.ProcessingTimeService;

/**
 * What a sink writer holds between its writes: changes folded to the latest per key, handed out when watermarks close
 * them, but not more often than a pause allows. A bundle that comes after a pause is handed out at once; one that comes
 * sooner waits for the rest of the pause, and is folded with what comes meanwhile. So does one that comes while the
 * target is still busy with the last; but when {@value #MOST_WAITING} changes wait, they are handed out, and the target
 * may block: that is how a slow table slows the source.
 *
 * @param <T> the row
 */
public final class PacedBundle<T> {

    /** Writes the changes, one per key. */
    @FunctionalInterface
    public interface Target<T> {
        /** The collection is not empty, and valid for the call. */
        void write(Collection<Change<T>> changes) throws IOException;
    }

    /** How long to wait for a busy target before looking again. */
    private static final long BUSY_MILLIS = 5;

    private static final int MOST_WAITING = 10_000;

    private final LatestByKey<T> latest;
    private final ProcessingTimeService timers;
    private final IntToLongFunction pauseMillis;
    private final BooleanSupplier busy;
    private final Target<T> target;
    private long closed = Long.MIN_VALUE;
    private long due;
    private boolean timerSet;

    /**
     * A bundle that is empty.
     *
     * @param pauseMillis least time between a write of so many rows and the next one, milliseconds
     * @param busy whether the target still works on what it was given
     */
    public PacedBundle(
            TableSpec<T> table,
            ProcessingTimeService timers,
            IntToLongFunction pauseMillis,
            BooleanSupplier busy,
            Target<T> target) {
        this.busy = busy;
        this.latest = new LatestByKey<>(table);
        this.timers = timers;
        this.pauseMillis = pauseMillis;
        this.target = target;
    }

    /** Takes a change; {@code number} is the record's timestamp, null when it has none. */
    public void add(Change<T> change, Long number) {
        latest.add(change, number == null ? Long.MIN_VALUE : number);
    }

    /** A watermark: all changes up to it have been taken. */
    public void close(long watermark) throws IOException {
        closed = watermark;
        if (latest.waiting() >= MOST_WAITING) {
            write(closed);
        } else if (!timerSet) {
            writeOrWait();
        }
    }

    private void writeOrWait() throws IOException {
        long now = timers.getCurrentProcessingTime();
        if (now >= due && !busy.getAsBoolean()) {
            write(closed);
            return;
        }
        timerSet = true;
        timers.registerTimer(now >= due ? now + BUSY_MILLIS : due, time -> {
            timerSet = false;
            writeOrWait();
        });
    }

    /** Writes everything now: a checkpoint barrier covers all that came before it. */
    public void flush() throws IOException {
        write(Long.MAX_VALUE);
    }

    private void write(long watermark) throws IOException {
        Collection<Change<T>> changes = latest.drain(watermark);
        if (!changes.isEmpty()) {
            int rows = changes.size();
            target.write(changes);
            due = timers.getCurrentProcessingTime() + pauseMillis.applyAsLong(rows);
        }
    }
}
