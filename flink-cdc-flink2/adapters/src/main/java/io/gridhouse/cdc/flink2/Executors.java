package io.gridhouse.cdc.flink2;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes the threads of Flink CDC's readers stop when they are told to.
 *
 * <p>When a job fails while it is behind, its WAL reader waits for room in a queue that nobody empties any more. Flink
 * CDC's {@code shutdown()} does not wake it: the task waits 30 seconds for it, then leaves it behind for good.
 */
public final class Executors {

    private Executors() {}

    /** One thread, which {@code shutdown()} interrupts. */
    public static ExecutorService newSingleThreadExecutor(ThreadFactory threads) {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads) {
            @Override
            public void shutdown() {
                shutdownNow();
            }
        };
    }
}
