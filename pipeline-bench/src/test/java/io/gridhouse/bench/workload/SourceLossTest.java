package io.gridhouse.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SourceLossTest {

    @Test
    void whatTheCpuThatIsLeftCanCommitIsNoLoss() {
        // Two cores for 10,000/s: one core commits 5,000/s.
        assertThat(new SourceLoss(10_000, 5_000, 2, 1, 2).lostBeyondCpu()).isCloseTo(0, within(1e-9));
        assertThat(new SourceLoss(10_000, 4_000, 2, 1, 2).lostBeyondCpu()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void coresThatTheSourceLeavesIdleAloneAreNotTakenFromIt() {
        assertThat(new SourceLoss(10_000, 9_000, 1, 1, 2).lostBeyondCpu()).isCloseTo(0.1, within(1e-9));
    }
}
