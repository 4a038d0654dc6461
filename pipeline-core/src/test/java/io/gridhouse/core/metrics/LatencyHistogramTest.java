package io.gridhouse.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.flink.metrics.HistogramStatistics;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private final LatencyHistogram latency = new LatencyHistogram();

    @Test
    void quantilesAreThoseOfTheWholeRun() {
        for (int i = 1; i <= 10_000; i++) {
            latency.update(i);
            if (i % 1_000 == 0) {
                latency.getStatistics();
            }
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
    void withoutValuesEverythingIsZero() {
        HistogramStatistics statistics = latency.getStatistics();

        assertThat(latency.getCount()).isZero();
        assertThat(statistics.getMin()).isZero();
        assertThat(statistics.getMax()).isZero();
        assertThat(statistics.getQuantile(0.99)).isZero();
    }
}
