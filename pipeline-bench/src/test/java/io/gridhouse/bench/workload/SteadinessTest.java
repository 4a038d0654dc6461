package io.gridhouse.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridhouse.bench.workload.Steadiness.HeapSample;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SteadinessTest {

    @Test
    void growthIsThatOfTheSecondHalf() {
        List<HeapSample> samples = IntStream.range(0, 20)
                .mapToObj(minute -> new HeapSample(minute, minute < 10 ? 100 * minute : 1_000 + minute))
                .toList();

        assertThat(new Steadiness(1_000, samples).growthMibPerHour()).isCloseTo(60, within(1e-9));
    }

    @Test
    void aHeapThatStaysDoesNotGrow() {
        List<HeapSample> samples = List.of(new HeapSample(0, 7), new HeapSample(1, 7), new HeapSample(2, 7));

        assertThat(new Steadiness(1_000, samples).growthMibPerHour()).isZero();
    }

    @Test
    void aHeapThatGoesUpAndDownHasAGrowthThatIsNotSure() {
        List<HeapSample> samples = IntStream.range(0, 20)
                .mapToObj(minute -> new HeapSample(minute, 100 + minute % 2))
                .toList();

        Steadiness steadiness = new Steadiness(1_000, samples);

        assertThat(steadiness.growthErrorMibPerHour()).isGreaterThan(Math.abs(steadiness.growthMibPerHour()));
    }
}
