package io.gridhouse.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PositionTest {

    @Test
    void theGreaterLsnIsTheLaterPosition() {
        Position early = new Position(8, 2_000);
        Position late = new Position(16, 1_000);

        assertThat(early.max(late)).isEqualTo(late);
        assertThat(late.max(early)).isEqualTo(late);
    }

    @Test
    void onATieTheLaterCommitDecides() {
        Position early = new Position(8, 1_000);
        Position late = new Position(8, 2_000);

        assertThat(early.max(late)).isEqualTo(late);
        assertThat(late.max(early)).isEqualTo(late);
    }

    @Test
    void theSnapshotComesBeforeEveryStreamedChange() {
        Position snapshot = new Position(Position.SNAPSHOT_LSN, Long.MAX_VALUE);
        Position streamed = new Position(1, 0);

        assertThat(snapshot.max(streamed)).isEqualTo(streamed);
    }
}
