package io.debezium.connector.base;

import io.debezium.util.LoggingContext.PreviousContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Hands events from Debezium's reader to the source: takes the place of Debezium's class, with the same methods.
 *
 * <p>Debezium's own one waits in whole milliseconds, and looks at the clock over and over for the rest of the last one of
 * every interval, with the lock held that the reader needs: 7 % of a process's samples at 3,000
 * changes/s. And it holds an event
 * back until the interval ends. This one hands an event over at once when none was handed over for an interval, and waits
 * for the rest of the interval otherwise; while there is no event it sleeps.
 *
 * <p>One thread enqueues, one polls.
 *
 * @param <T> the event
 */
public class ChangeEventQueue<T> implements ChangeEventQueueMetrics {

    /** How long {@link #poll} waits for a first event, so that its caller can look around. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long intervalNanos;
    private final int maxBatchSize;
    private final int maxQueueSize;
    private final Supplier<PreviousContext> loggingContext;
    private final Queue<T> queue = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private RuntimeException failure;
    private long due = System.nanoTime();

    /** Of the enqueuing thread: whether the last event is held back, so that it can be modified. */
    private boolean buffering;

    private T buffered;

    private ChangeEventQueue(Builder<T> builder) {
        if (builder.maxQueueSizeInBytes > 0) {
            throw new IllegalArgumentException("max.queue.size.in.bytes is " + builder.maxQueueSizeInBytes
                    + ", but this queue counts events only: leave it out and set max.queue.size");
        }
        this.intervalNanos = builder.pollInterval.toNanos();
        this.maxBatchSize = builder.maxBatchSize;
        this.maxQueueSize = builder.maxQueueSize;
        this.loggingContext = builder.loggingContext;
        this.buffering = builder.buffering;
    }

    /**
     * As Debezium's.
     *
     * @param <T> the event
     */
    public static class Builder<T> {

        private Duration pollInterval;
        private int maxQueueSize;
        private int maxBatchSize;
        private Supplier<PreviousContext> loggingContext;
        private long maxQueueSizeInBytes;
        private boolean buffering;

        /** Least time between two batches that are not full. */
        public Builder<T> pollInterval(Duration interval) {
            pollInterval = interval;
            return this;
        }

        /** So many events may wait; then {@link #enqueue} does. */
        public Builder<T> maxQueueSize(int events) {
            maxQueueSize = events;
            return this;
        }

        /** So many events are handed over at once at most. */
        public Builder<T> maxBatchSize(int events) {
            maxBatchSize = events;
            return this;
        }

        /** What to log with while {@link #poll} works. */
        public Builder<T> loggingContextSupplier(Supplier<PreviousContext> supplier) {
            loggingContext = supplier;
            return this;
        }

        /** 0: a bound in bytes is not supported. */
        public Builder<T> maxQueueSizeInBytes(long bytes) {
            maxQueueSizeInBytes = bytes;
            return this;
        }

        /** Holds the last event back until the next one or {@link #flushBuffer}. */
        public Builder<T> buffering() {
            buffering = true;
            return this;
        }

        /** The queue, empty. */
        public ChangeEventQueue<T> build() {
            return new ChangeEventQueue<>(this);
        }
    }

    /** Adds an event, and waits while the queue is full; null is no event. */
    public void enqueue(T event) throws InterruptedException {
        if (event == null) {
            return;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!buffering) {
            doEnqueue(event);
            return;
        }
        T next = buffered;
        buffered = event;
        if (next != null) {
            doEnqueue(next);
        }
    }

    /** Adds the event that is held back, if there is one, after a change to it. */
    public void flushBuffer(Function<T, T> change) throws InterruptedException {
        if (buffered != null) {
            T event = buffered;
            buffered = null;
            doEnqueue(change.apply(event));
        }
    }

    /** Holds no event back from now on; none may be held. */
    public void disableBuffering() {
        if (buffered != null) {
            throw new IllegalStateException("An event is held back: flush it first");
        }
        buffering = false;
    }

    /** Adds an event without holding it back. */
    protected void doEnqueue(T event) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.size() >= maxQueueSize) {
                drained.await();
            }
            queue.add(event);
            if (queue.size() == 1 || queue.size() == maxBatchSize) {
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next events in their order; empty when none came for a while.
     *
     * @throws RuntimeException the producer's, when it has failed and all events before are handed over
     */
    public List<T> poll() throws InterruptedException {
        PreviousContext previous = loggingContext.get();
        try {
            lock.lockInterruptibly();
            try {
                awaitUntil(System.nanoTime() + LONGEST_WAIT_NANOS, 1);
                if (queue.isEmpty()) {
                    if (failure != null) {
                        throw failure;
                    }
                    return new ArrayList<>();
                }
                awaitUntil(due, maxBatchSize);
                return drain();
            } finally {
                lock.unlock();
            }
        } finally {
            previous.restore();
        }
    }

    private void awaitUntil(long deadline, int events) throws InterruptedException {
        long left = deadline - System.nanoTime();
        while (queue.size() < events && failure == null && left > 0) {
            left = filled.awaitNanos(left);
        }
    }

    private List<T> drain() {
        int size = Math.min(queue.size(), maxBatchSize);
        List<T> events = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            events.add(queue.remove());
        }
        due = System.nanoTime() + intervalNanos;
        drained.signal();
        return events;
    }

    /** The producer has failed: {@link #poll} throws this when it has handed over what came before. */
    public void producerException(RuntimeException exception) {
        lock.lock();
        try {
            failure = exception;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int totalCapacity() {
        return maxQueueSize;
    }

    @Override
    public int remainingCapacity() {
        lock.lock();
        try {
            return maxQueueSize - queue.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long maxQueueSizeInBytes() {
        return 0;
    }

    @Override
    public long currentQueueSizeInBytes() {
        return 0;
    }
}
