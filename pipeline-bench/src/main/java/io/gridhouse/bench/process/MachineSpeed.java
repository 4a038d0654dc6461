package io.gridhouse.bench.process;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How fast a core is while something is measured: the same short sum once a second, by the CPU time that it takes. A virtual
 * machine's cores are slower while other machines have the rest of the processor, up to a factor of two within minutes, and
 * nothing else on it tells.
 */
public final class MachineSpeed implements AutoCloseable {

    /** About a millisecond: a thousandth of a core. */
    private static final int STEPS = 500_000;

    /** Until the compiler has seen the loop. */
    private static final int WARM_UP = 50;

    private static final double NANOS_PER_MICROSECOND = 1_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Double> samples = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "machine-speed");
        thread.setDaemon(true);
        return thread;
    });
    private long value = 1;

    /** Watches from now on. */
    public MachineSpeed() {
        for (int i = 0; i < WARM_UP; i++) {
            sample();
        }
        samples.clear();
        clock.scheduleAtFixedRate(this::sample, 0, 1, TimeUnit.SECONDS);
    }

    private synchronized void sample() {
        long begin = threads.getCurrentThreadCpuTime();
        long next = value;
        for (int i = 0; i < STEPS; i++) {
            // Xorshift.
            next ^= next << 13;
            next ^= next >>> 7;
            next ^= next << 17;
        }
        value = next;
        samples.add(STEPS * NANOS_PER_MICROSECOND / (threads.getCurrentThreadCpuTime() - begin));
    }

    /** Forgets what was seen so far. */
    public synchronized void begin() {
        samples.clear();
    }

    /** Steps of the sum per microsecond of CPU, the median since {@link #begin} or the last call; of this moment when there is none. */
    public synchronized double taken() {
        if (samples.isEmpty()) {
            sample();
        }
        double[] sorted =
                samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        samples.clear();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
