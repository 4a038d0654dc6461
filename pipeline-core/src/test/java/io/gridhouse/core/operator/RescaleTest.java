package io.gridhouse.core.operator;

import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.sample.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Savepoints taken on one subtask go on with two, and back: with many keys, so that both subtasks have some. */
class RescaleTest {

    private static final int VISITS = 120;
    private static final int GUESTS = 20;
    private static final int PLACES = 15;

    static Stream<Arguments> operatorsOnBothBackends() {
        List<HistoryRun.Plan<?>> plans = List.of(
                DimensionJoinTest.PLAN,
                RetractingAggregateTest.EVERY_MEASURE,
                new TopNTest.Plan(3),
                new TopNTest.Plan(TopN.ALL),
                AssembleTest.PLAN);
        List<Supplier<StateBackend>> backends = List.of(HashMapStateBackend::new, EmbeddedRocksDBStateBackend::new);
        return plans.stream().flatMap(plan -> backends.stream().map(backend -> Arguments.of(plan, backend)));
    }

    @ParameterizedTest
    @MethodSource("operatorsOnBothBackends")
    <O> void fromOneSubtaskToTwoAndBack(HistoryRun.Plan<O> plan, Supplier<StateBackend> backend) throws Exception {
        List<Step> history = new ArrayList<>(changes(1));
        history.add(new Step.Restart(2));
        history.addAll(changes(2));
        history.add(new Step.Restart(1));
        history.addAll(changes(3));

        HistoryRun.check(plan, history, backend);
    }

    /** Changes of all visits and of some guests: moves, ties, deletes and insertions. */
    private static List<Step> changes(int round) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < VISITS; i++) {
            int mixed = i * 7 + round * 13;
            if (i % 20 == round) {
                steps.add(new Step.RemoveVisit(i));
            } else {
                steps.add(new Step.PutVisit(
                        new Visit(i, mixed % GUESTS, mixed % PLACES, mixed % 11, "note " + mixed % 5)));
            }
            if (i % 10 == 0) {
                steps.add(new Step.PutGuest(new Guest(mixed % GUESTS, "round " + round)));
                steps.add(new Step.Advance(2, i % 20 == 0));
            }
        }
        return steps;
    }
}
