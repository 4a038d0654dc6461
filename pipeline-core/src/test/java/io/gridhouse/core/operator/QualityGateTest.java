package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.quality.Verdict;
import io.gridhouse.core.sample.Visit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QualityGateTest {

    private static final Position HERE = new Position(8, 1_000);
    private static final Visit GOOD = new Visit(7, 1, 1, 5, "fine");
    private static final Visit BETTER = new Visit(7, 1, 1, 6, "fine");
    private static final Visit BAD = new Visit(7, 1, 1, -5, null);
    private static final Change<Verdict> FINE = Change.insert(Verdict.fine("visit", "7"), HERE);
    private static final Change<Verdict> VIOLATION = Change.insert(
            new Verdict(
                    "visit",
                    "7",
                    "negative",
                    "{\"id\":\"7\",\"guest\":\"1\",\"place\":\"1\",\"amount\":\"-0.05\",\"note\":null}"),
            HERE);

    private Gate gate;

    @BeforeEach
    void open() throws Exception {
        gate = new Gate();
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
    }

    @Test
    void aGoodInsertPassesWithoutAVerdict() {
        Gate.Judged judged = gate.judge(Change.insert(GOOD, HERE));

        assertThat(judged.passed()).containsExactly(Change.insert(GOOD, HERE));
        assertThat(judged.verdicts()).isEmpty();
    }

    @Test
    void aBadInsertStaysOutside() {
        Gate.Judged judged = gate.judge(Change.insert(BAD, HERE));

        assertThat(judged.passed()).isEmpty();
        assertThat(judged.verdicts()).containsExactly(VIOLATION);
    }

    @Test
    void aRowThatTurnsBadLeavesTheLayers() {
        Gate.Judged judged = gate.judge(Change.update(GOOD, BAD, HERE));

        assertThat(judged.passed()).containsExactly(Change.delete(GOOD, HERE));
        assertThat(judged.verdicts()).containsExactly(VIOLATION);
    }

    @Test
    void aCorrectedRowEntersTheLayersAndLeavesTheQuarantine() {
        Gate.Judged judged = gate.judge(Change.update(BAD, GOOD, HERE));

        assertThat(judged.passed()).containsExactly(Change.update(BAD, GOOD, HERE));
        assertThat(judged.verdicts()).containsExactly(FINE);
    }

    @Test
    void everyGoodUpdateSendsAVerdictBecauseTheGateRemembersNothing() {
        Gate.Judged judged = gate.judge(Change.update(GOOD, BETTER, HERE));

        assertThat(judged.passed()).containsExactly(Change.update(GOOD, BETTER, HERE));
        assertThat(judged.verdicts()).containsExactly(FINE);
    }

    @Test
    void aDeletedRowLeavesBoth() {
        Gate.Judged judged = gate.judge(Change.delete(BAD, HERE));

        assertThat(judged.passed()).containsExactly(Change.delete(BAD, HERE));
        assertThat(judged.verdicts()).containsExactly(FINE);
    }
}
