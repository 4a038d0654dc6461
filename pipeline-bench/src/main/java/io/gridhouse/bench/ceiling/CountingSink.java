package io.gridhouse.bench.ceiling;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.power.PowerUser;
import java.io.Serial;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Drops every change, and notes when the first row of the snapshot, the first streamed change and the marker passed.
 * The notes are this JVM's, which runs one job with one subtask.
 */
final class CountingSink<T> implements Sink<Change<T>> {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final CountDownLatch MARKED = new CountDownLatch(1);
    private static volatile long snapshotNanos;
    private static volatile long streamNanos;
    private static volatile long markedNanos;

    /** Waits for the marker; false when it does not pass in time. */
    static boolean awaitMarker(long seconds) throws InterruptedException {
        return MARKED.await(seconds, TimeUnit.SECONDS);
    }

    /** Seconds from the first row of the snapshot to the first streamed change. */
    static double snapshotSeconds() {
        return (streamNanos - snapshotNanos) / 1e9;
    }

    /** Seconds from the first streamed change to the marker. */
    static double streamSeconds() {
        return (markedNanos - streamNanos) / 1e9;
    }

    @Override
    public SinkWriter<Change<T>> createWriter(WriterInitContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(Change<T> change, Context ignored) {
                note(change);
            }

            @Override
            public void flush(boolean endOfInput) {
                // Nothing is kept.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private static void note(Change<?> change) {
        if (change.position().lsn() == Position.SNAPSHOT_LSN) {
            if (snapshotNanos == 0) {
                snapshotNanos = System.nanoTime();
            }
            return;
        }
        if (streamNanos == 0) {
            streamNanos = System.nanoTime();
        }
        if (change.row() instanceof PowerUser user && user.userId() == Marker.USER && markedNanos == 0) {
            markedNanos = System.nanoTime();
            MARKED.countDown();
        }
    }
}
