package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.sample.Guest;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class RisingPositionsTest {

    private static final Guest ADA = new Guest(1, "Ada");
    private static final Guest BOB = new Guest(2, "Bob");

    private static KeyedOneInputStreamOperatorTestHarness<Long, Change<Guest>, Change<Guest>> harness()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new RisingPositions<>()),
                change -> change.row().id(),
                Types.LONG);
    }

    @Test
    void aPositionThatFallsIsRaisedAndKeepsItsCommitTime() throws Exception {
        try (var harness = harness()) {
            harness.open();
            harness.processElement(Change.insert(ADA, new Position(20, 2_000)), 1);
            harness.processElement(Change.insert(BOB, new Position(10, 1_000)), 2);
            harness.processElement(Change.delete(ADA, new Position(10, 1_000)), 3);
            harness.processElement(Change.insert(ADA, new Position(15, 1_500)), 4);
            harness.processElement(Change.insert(ADA, new Position(30, 3_000)), 5);

            assertThat(harness.extractOutputValues())
                    .isEqualTo(List.of(
                            Change.insert(ADA, new Position(20, 2_000)),
                            Change.insert(BOB, new Position(10, 1_000)),
                            Change.delete(ADA, new Position(20, 1_000)),
                            Change.insert(ADA, new Position(20, 1_500)),
                            Change.insert(ADA, new Position(30, 3_000))));
        }
    }

    @Test
    void aRestoredOneKnowsWhatWasReached() throws Exception {
        OperatorSubtaskState state;
        try (var harness = harness()) {
            harness.open();
            harness.processElement(Change.insert(ADA, new Position(20, 2_000)), 1);
            state = harness.snapshot(1, 1);
        }
        try (var restored = harness()) {
            restored.initializeState(state);
            restored.open();
            restored.processElement(Change.insert(ADA, new Position(10, 1_000)), 2);

            assertThat(restored.extractOutputValues()).containsExactly(Change.insert(ADA, new Position(20, 1_000)));
        }
    }
}
