package io.gridhouse.bench.peer;

import io.gridhouse.bench.process.Patience;
import io.gridhouse.console.verify.LayerResult;
import java.io.IOException;
import java.util.List;

/** Something that keeps the dashboard up to date while the source changes. Used by one thread. */
public interface Peer extends AutoCloseable {

    /** Creates what it needs beside the source tables, which hold the history. */
    void prepare() throws Exception;

    /** Starts, or goes on where it was paused. Returns at once; what was there before follows in its own time. */
    void start() throws Exception;

    /** Stops in order and keeps its state, so that changes heap up at the source until the next start. */
    void pause() throws Exception;

    /** Lets its process stand still at once, in the middle of its work, as a machine that is suspended does. */
    void hold() throws Exception;

    /** Lets its process go on. */
    void release() throws Exception;

    /** True when changes wait for it at the source while it is paused, and it has read them when its slot is active. */
    boolean readsThroughSlot();

    /** Throws when it has failed. */
    void check() throws Exception;

    /** CPU seconds of the process that is measured, beside those of the servers. */
    double cpuSeconds() throws IOException;

    /** The most memory that its process had resident, MiB; 0 for one without a process. */
    double peakMemoryMib() throws IOException;

    /** How its checkpoints went since it was started last; null for one without. */
    Checkpoints checkpoints() throws IOException, InterruptedException;

    /** Asks its jobs for a checkpoint each, beside those by the clock; nothing for one without. Returns at once. */
    void triggerCheckpoints() throws IOException, InterruptedException;

    /** Whether the checkpoints that were triggered have all ended; to be asked until it is so. */
    boolean triggeredEnded() throws IOException, InterruptedException;

    /** What a full collection, made now, leaves on its heap, MiB; null for one without a JVM of its own. */
    Double liveHeapMib() throws IOException, InterruptedException;

    /** Compares everything that it keeps with the oracle. */
    List<LayerResult> verify(Patience patience) throws Exception;

    /** Ends it at once; the servers are thrown away after it. */
    @Override
    void close() throws Exception;
}
