package io.gridhouse.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.HistogramStatistics;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);
    private final LatencyHistogram latency = new LatencyHistogram(clock());

    /** Shows the test's time. */
    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(now.get());
            }
        };
    }

    @Test
    void statisticsAreThoseOfTheLastMinute() {
        latency.update(5_000);
        now.addAndGet(30_000);
        latency.update(20);
        now.addAndGet(19_000);

        assertThat(latency.getStatistics().getMax()).isCloseTo(5_000, within(5L));

        now.addAndGet(11_000);

        assertThat(latency.getStatistics().getMax()).isEqualTo(20);
        assertThat(latency.getStatistics().size()).isEqualTo(1);
        assertThat(latency.getCount()).isEqualTo(2);

        now.addAndGet(3_600_000);
        latency.update(7);

        assertThat(latency.getStatistics().getMax()).isEqualTo(7);
        assertThat(latency.copy().getTotalCount()).isEqualTo(3);
        assertThat(latency.copy().getMaxValue()).isCloseTo(5_000, within(5L));
    }

    @Test
    void aClockThatIsSetBackLosesNothing() {
        latency.update(1);
        now.addAndGet(-25_000);
        latency.update(2);

        assertThat(latency.getStatistics().size()).isEqualTo(2);
    }

    @Test
    void quantilesAreExactToThreeDigits() {
        for (int i = 1; i <= 10_000; i++) {
            latency.update(i);
        }

        HistogramStatistics statistics = latency.getStatistics();

        assertThat(latency.getCount()).isEqualTo(10_000);
        assertThat(statistics.size()).isEqualTo(10_000);
        assertThat(statistics.getMin()).isEqualTo(1);
        assertThat((double) statistics.getMax()).isCloseTo(10_000, within(10.0));
        assertThat(statistics.getQuantile(0.5)).isCloseTo(5_000, within(5.0));
        assertThat(statistics.getQuantile(0.99)).isCloseTo(9_900, within(10.0));
        assertThat(statistics.getMean()).isCloseTo(5_000.5, within(5.0));
    }

    @Test
    void aNegativeAgeCountsAsNone() {
        latency.update(-5);

        assertThat(latency.getStatistics().getMax()).isZero();
        assertThat(latency.getCount()).isEqualTo(1);
    }

    @Test
    void afterAResetOnlyWhatComesLaterCounts() {
        latency.update(5_000);
        latency.reset();
        latency.update(20);

        assertThat(latency.getCount()).isEqualTo(1);
        assertThat(latency.copy().getMaxValue()).isEqualTo(20);
        assertThat(latency.getStatistics().getMax()).isEqualTo(20);
    }

    @Test
    void withoutValuesEverythingIsZero() {
        HistogramStatistics statistics = latency.getStatistics();

        assertThat(latency.getCount()).isZero();
        assertThat(statistics.getMin()).isZero();
        assertThat(statistics.getMax()).isZero();
        assertThat(statistics.getQuantile(0.99)).isZero();
    }
}
