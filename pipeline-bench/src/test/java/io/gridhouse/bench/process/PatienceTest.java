package io.gridhouse.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final Duration AT_MOST = Duration.ofMillis(50);

    private final CountDownLatch never = new CountDownLatch(1);
    private final Patience patience =
            new Patience((Duration time) -> never.await(time.toNanos(), TimeUnit.NANOSECONDS));

    /** As the comparison of a long history does, whose first tables were behind when they were read. */
    @Test
    void aLookThatTakesLongerThanTheTimeIsFollowedByASecondOne() throws Exception {
        AtomicInteger looks = new AtomicInteger();

        boolean held = patience.within(AT_MOST, () -> {
            patience.pass(AT_MOST.multipliedBy(3));
            return looks.incrementAndGet() == 2;
        });

        assertThat(held).isTrue();
    }

    @Test
    void whatNeverHoldsIsGivenUp() throws Exception {
        long begin = System.nanoTime();

        assertThat(patience.within(AT_MOST, () -> false)).isFalse();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(AT_MOST);
    }

    @Test
    void whoeverAsksForTheEndIsHeard() {
        Patience interrupted = new Patience((Duration time) -> true);

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> interrupted.within(AT_MOST, () -> false));
    }
}
