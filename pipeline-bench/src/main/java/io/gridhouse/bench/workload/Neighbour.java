package io.gridhouse.bench.workload;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process that takes so much CPU and does nothing else: {@code Neighbour CORES}, until it is ended. */
public final class Neighbour {

    /** As many as a job has that are busy, so that the scheduler deals with it alike. */
    private static final int THREADS = 4;

    /** Work between two looks at the clock. */
    private static final int STEPS = 50_000;

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private Neighbour() {}

    /** Takes CPU. */
    public static void main(String[] arguments) {
        double share = Double.parseDouble(arguments[0]) / THREADS;
        for (int i = 0; i < THREADS; i++) {
            new Thread(() -> take(share), "neighbour-" + i).start();
        }
    }

    /** Works whenever this thread has had less than its share since it began. */
    private static void take(double share) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        long value = begin;
        while (value != 0) {
            if (threads.getCurrentThreadCpuTime() - cpu < share * (System.nanoTime() - begin)) {
                for (int i = 0; i < STEPS; i++) {
                    // Xorshift never becomes 0, which the compiler does not know.
                    value ^= value << 13;
                    value ^= value >>> 7;
                    value ^= value << 17;
                }
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
