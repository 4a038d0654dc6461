package io.gridhouse.core.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.util.LoggingContext;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The queue that takes the place of Debezium's, on the class path that the capture has. */
@Timeout(60)
class ChangeEventQueueTest {

    private static final Duration NEVER = Duration.ofHours(1);

    private static ChangeEventQueue.Builder<Integer> queue(Duration interval) {
        return new ChangeEventQueue.Builder<Integer>()
                .pollInterval(interval)
                .maxBatchSize(4)
                .maxQueueSize(8)
                .loggingContextSupplier(() -> LoggingContext.forConnector("test", "test", "test"));
    }

    private static void enqueueAll(ChangeEventQueue<Integer> queue, int events) throws InterruptedException {
        for (int event = 0; event < events; event++) {
            queue.enqueue(event);
        }
    }

    @Test
    void theCaptureGetsThisOne() {
        assertThat(ChangeEventQueue.class.getProtectionDomain().getCodeSource().getLocation())
                .asString()
                .contains("adapters");
    }

    @Test
    void aFirstEventIsHandedOverAtOnce() throws Exception {
        ChangeEventQueue<Integer> queue = queue(NEVER).build();
        queue.enqueue(1);

        assertThat(queue.poll()).containsExactly(1);
    }

    @Test
    void thePollerWaitsForAnEvent() throws Exception {
        ChangeEventQueue<Integer> queue = queue(NEVER).build();
        CompletableFuture<List<Integer>> polled = polling(queue);

        queue.enqueue(1);

        assertThat(polled.get()).containsExactly(1);
    }

    private static CompletableFuture<List<Integer>> polling(ChangeEventQueue<Integer> queue) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                List<Integer> events = new ArrayList<>();
                while (events.isEmpty()) {
                    events.addAll(queue.poll());
                }
                return events;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void eventsThatComeSoonerWaitForTheInterval() throws Exception {
        Duration interval = Duration.ofMillis(50);
        ChangeEventQueue<Integer> queue = queue(interval).build();
        queue.enqueue(1);
        queue.poll();
        long began = System.nanoTime();
        queue.enqueue(2);

        assertThat(queue.poll()).containsExactly(2);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(interval.dividedBy(2));
    }

    @Test
    void aFullBatchDoesNotWait() throws Exception {
        ChangeEventQueue<Integer> queue = queue(NEVER).build();
        queue.enqueue(9);
        queue.poll();
        enqueueAll(queue, 6);

        assertThat(queue.poll()).containsExactly(0, 1, 2, 3);
        assertThat(queue.remainingCapacity()).isEqualTo(6);
        assertThat(queue.totalCapacity()).isEqualTo(8);
    }

    @Test
    void whoeverEnqueuesWaitsForRoom() throws Exception {
        ChangeEventQueue<Integer> queue = queue(Duration.ZERO).build();
        List<Integer> all = new ArrayList<>();
        CompletableFuture<Void> enqueued = CompletableFuture.runAsync(() -> {
            try {
                enqueueAll(queue, 100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (all.size() < 100) {
            all.addAll(queue.poll());
        }

        enqueued.get();
        assertThat(all).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void aFailureComesAfterWhatWasBeforeIt() throws Exception {
        ChangeEventQueue<Integer> queue = queue(NEVER).build();
        enqueueAll(queue, 2);
        queue.producerException(new IllegalStateException("gone"));

        assertThat(queue.poll()).containsExactly(0, 1);
        assertThatThrownBy(queue::poll).hasMessage("gone");
    }

    @Test
    void theLastEventIsHeldBackWhereThatIsAskedFor() throws Exception {
        ChangeEventQueue<Integer> queue = queue(Duration.ZERO).buffering().build();
        enqueueAll(queue, 2);
        assertThat(queue.poll()).containsExactly(0);
        assertThatThrownBy(queue::disableBuffering).isInstanceOf(IllegalStateException.class);

        queue.flushBuffer(event -> event + 10);
        queue.disableBuffering();
        queue.enqueue(2);

        assertThat(queue.poll()).containsExactly(11, 2);
    }

    @Test
    void aBoundInBytesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue(NEVER).maxQueueSizeInBytes(1).build())
                .withMessageContaining("max.queue.size.in.bytes");
    }

    /** Debezium's own queue looks at the clock for up to a millisecond of each interval. */
    @Test
    void anIdlePollerSleeps() throws Exception {
        ChangeEventQueue<Integer> queue = queue(Duration.ofMillis(2)).build();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long began = System.nanoTime();
        while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(1)) {
            queue.poll();
        }

        assertThat(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu)
                .isLessThan(TimeUnit.MILLISECONDS.toNanos(50));
    }
}
