package io.gridhouse.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gridhouse.bench.workload.SourceLoss.Part;
import org.junit.jupiter.api.Test;

class SourceLossTest {

    @Test
    void whatANeighbourTakesTooIsNoLoss() {
        SourceLoss loss = peer(part(3_000, 1), part(4_000, 1), part(5_000, 1));

        assertThat(loss.lostBeyondCpu()).isCloseTo(0, within(1e-9));
    }

    @Test
    void whatIsLostBesideThatIs() {
        SourceLoss loss = peer(part(3_000, 1), part(4_000, 1), part(3_400, 1));

        assertThat(loss.lostBeyondCpu()).isCloseTo(0.2, within(1e-9));
    }

    /** The source had 1.2 cores beside it, and would have had 1.0: five of six parts of its commits. */
    @Test
    void whatANeighbourTookLessIsTakenFromTheSource() {
        SourceLoss loss = peer(part(3_000, 1), new Part(6_000, 1.2, 0.8, 0), part(5_000, 1));

        assertThat(loss.lostBeyondCpu()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void theBareClientIsComparedWithItsOwnNeighbour() {
        Part any = part(1_000, 1);
        SourceLoss loss = new SourceLoss(
                any, any, any, any, any, part(5_000, 0.5), new Part(8_000, 1.5, 0.5, 0), part(7_000, 0.5));

        assertThat(loss.bareLostBeyondCpu()).isCloseTo(0.25, within(1e-9));
    }

    /** The source had 0.8 cores beside it, and would have had 1.0. */
    @Test
    void workOfThePeersKindIsComparedInTheSameWay() {
        Part any = part(1_000, 1);
        SourceLoss loss =
                new SourceLoss(any, part(3_000, 1), any, new Part(4_000, 0.8, 1.2, 0), part(5_000, 1), any, any, any);

        assertThat(loss.lostBeyondWork()).isCloseTo(0.2, within(1e-9));
    }

    private static SourceLoss peer(Part peer, Part beside, Part peerAgain) {
        Part any = part(1_000, 1);
        return new SourceLoss(any, peer, beside, any, peerAgain, any, any, any);
    }

    private static Part part(double changesPerSecond, double takenCores) {
        return new Part(changesPerSecond, 1, takenCores, 1);
    }
}
