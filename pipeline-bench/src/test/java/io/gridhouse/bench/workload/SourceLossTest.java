package io.gridhouse.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridhouse.bench.workload.SourceLoss.Part;
import org.junit.jupiter.api.Test;

class SourceLossTest {

    @Test
    void whatANeighbourTakesTooIsNoLoss() {
        SourceLoss loss = new SourceLoss(part(10_000), part(3_000), part(4_000), part(5_000));

        assertThat(loss.lost()).isCloseTo(0.6, within(1e-9));
        assertThat(loss.lostBeyondCpu()).isCloseTo(0, within(1e-9));
    }

    @Test
    void whatIsLostBesideThatIs() {
        SourceLoss loss = new SourceLoss(part(10_000), part(3_000), part(4_000), part(3_400));

        assertThat(loss.lostBeyondCpu()).isCloseTo(0.2, within(1e-9));
    }

    private static Part part(double changesPerSecond) {
        return new Part(changesPerSecond, 1, 1);
    }
}
