package io.gridhouse.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridhouse.bench.workload.SourceLoss.Part;
import org.junit.jupiter.api.Test;

class SourceLossTest {

    @Test
    void whatANeighbourTakesTooIsNoLoss() {
        SourceLoss loss = loss(3_000, 4_000, 5_000);

        assertThat(loss.lost()).isCloseTo(0.6, within(1e-9));
        assertThat(loss.lostBeyondCpu()).isCloseTo(0, within(1e-9));
    }

    @Test
    void whatIsLostBesideThatIs() {
        SourceLoss loss = loss(3_000, 4_000, 3_400);

        assertThat(loss.lostBeyondCpu()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void theBareClientIsComparedWithItsOwnNeighbour() {
        assertThat(loss(3_000, 4_000, 3_400).bareLostBeyondCpu()).isCloseTo(0.25, within(1e-9));
    }

    private static SourceLoss loss(double read, double beside, double readAgain) {
        return new SourceLoss(part(10_000), part(read), part(beside), part(6_000), part(8_000), part(readAgain));
    }

    private static Part part(double changesPerSecond) {
        return new Part(changesPerSecond, 1, 1);
    }
}
