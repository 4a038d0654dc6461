package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrderedPairsTest {

    private static final String NAME = "pairs";
    private static final int ALL = Integer.MAX_VALUE;

    private record Pair(long score, long member) {}

    private static final Comparator<Pair> ORDER =
            Comparator.comparingLong(Pair::score).thenComparingLong(Pair::member);

    /** What a test does with the pairs of the current key. */
    @FunctionalInterface
    private interface Script {
        void run(OrderedPairs pairs) throws Exception;
    }

    /** A script for the pairs of another key than 1. */
    private record ForKey(long key, Script script) implements Script {
        @Override
        public void run(OrderedPairs pairs) throws Exception {
            script.run(pairs);
        }
    }

    /** Runs each element on the pairs of its key. */
    private static final class Runner extends KeyedProcessFunction<Long, Script, Long> {
        private transient OrderedPairs pairs;

        @Override
        public void open(OpenContext context) {
            pairs = new OrderedPairs(getRuntimeContext(), NAME);
        }

        @Override
        public void processElement(Script script, Context context, Collector<Long> out) throws Exception {
            pairs.load();
            script.run(pairs);
            pairs.store();
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<Long, Script, Long> harness(StateBackend backend)
            throws Exception {
        KeyedOneInputStreamOperatorTestHarness<Long, Script, Long> harness = unopened(backend);
        harness.open();
        return harness;
    }

    private static KeyedOneInputStreamOperatorTestHarness<Long, Script, Long> unopened(StateBackend backend)
            throws Exception {
        KeyedOneInputStreamOperatorTestHarness<Long, Script, Long> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new Runner()),
                        script -> script instanceof ForKey keyed ? keyed.key() : 1L,
                        Types.LONG);
        harness.setStateBackend(backend);
        return harness;
    }

    private static void run(StateBackend backend, Script script) throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<Long, Script, Long> harness = harness(backend)) {
            harness.processElement(script, 0);
        }
    }

    private static void runUntilEmpty(StateBackend backend, Script script) throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<Long, Script, Long> harness = harness(backend)) {
            harness.processElement(script, 0);
            AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
            assertThat(Task.entries((AbstractKeyedStateBackend<?>) operator.getKeyedStateBackend()))
                    .as("entries of no pairs")
                    .isZero();
        }
    }

    /** Compares as it is, and as it is read again. */
    private static void assertSame(OrderedPairs pairs, TreeSet<Pair> model) throws Exception {
        assertEqual(pairs, model);
        pairs.store();
        pairs.load();
        assertEqual(pairs, model);
    }

    private static void assertEqual(OrderedPairs pairs, TreeSet<Pair> model) throws Exception {
        List<Pair> inOrder = new ArrayList<>();
        for (int place = 0; place < model.size(); place++) {
            long[] pair = pairs.pairAt(place);
            inOrder.add(new Pair(pair[0], pair[1]));
        }
        assertThat(inOrder).isEqualTo(List.copyOf(model));
        assertThat(pairs.pairAt(model.size())).isNull();
        assertThat(pairs.first(ALL))
                .containsExactly(model.stream().mapToLong(Pair::member).toArray());
        assertEnds(pairs, model);
    }

    private static void assertEnds(OrderedPairs pairs, TreeSet<Pair> model) throws Exception {
        assertThat(pairs.isEmpty()).isEqualTo(model.isEmpty());
        if (!model.isEmpty()) {
            assertThat(new Pair(pairs.firstScore(), pairs.firstMember())).isEqualTo(model.first());
            assertThat(pairs.lastScore()).isEqualTo(model.last().score());
        }
    }

    /** Grows the set to {@code size} pairs and empties it again, with removals and additions mixed all the way. */
    private static Script growAndEmpty(Random random, int size, int scores) {
        return pairs -> {
            TreeSet<Pair> model = new TreeSet<>(ORDER);
            boolean growing = true;
            for (long step = 0; growing || !model.isEmpty(); step++) {
                boolean add = random.nextInt(10) < (growing ? 8 : 1);
                if (add) {
                    Pair pair = new Pair(random.nextInt(scores) - scores / 2, random.nextInt(size * 4));
                    model.add(pair);
                    pairs.add(pair.score(), pair.member());
                } else if (!model.isEmpty()) {
                    Pair somewhere = new Pair(random.nextInt(scores) - scores / 2, random.nextInt(size * 4));
                    Pair pair = model.ceiling(somewhere) == null ? model.first() : model.ceiling(somewhere);
                    model.remove(pair);
                    pairs.remove(pair.score(), pair.member());
                }
                growing &= model.size() < size;
                if (random.nextInt(50) == 0) {
                    pairs.store();
                    pairs.load();
                }
                if (step % 256 == 0) {
                    assertEnds(pairs, model);
                }
                if (step % 8_192 == 0) {
                    assertSame(pairs, model);
                }
            }
            assertSame(pairs, model);
        };
    }

    @Property(tries = 1, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void thousandsOfPairsStayInOrder(@ForAll Random random) throws Exception {
        runUntilEmpty(new HashMapStateBackend(), growAndEmpty(random, 12_000, 1_000_000));
    }

    @Property(tries = 2, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void tiesOfTheScoreStayInTheOrderOfMembers(@ForAll Random random) throws Exception {
        runUntilEmpty(new HashMapStateBackend(), growAndEmpty(random, 2_000, 3));
    }

    @Property(tries = 1, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void thousandsOfPairsStayInOrderOnRocksDb(@ForAll Random random) throws Exception {
        runUntilEmpty(new EmbeddedRocksDBStateBackend(), growAndEmpty(random, 400, 100));
    }

    @Test
    void runsSplitInAscendingAndDescendingOrder() throws Exception {
        for (int direction : new int[] {1, -1}) {
            run(new HashMapStateBackend(), pairs -> {
                TreeSet<Pair> model = new TreeSet<>(ORDER);
                for (int i = 0; i < 10_500; i++) {
                    pairs.add((long) direction * i, 1);
                    model.add(new Pair((long) direction * i, 1));
                }
                assertSame(pairs, model);
            });
        }
    }

    @Test
    void extremeNumbersKeepTheirPlaces() throws Exception {
        run(new HashMapStateBackend(), pairs -> {
            TreeSet<Pair> model = new TreeSet<>(ORDER);
            for (long score : new long[] {0, Long.MAX_VALUE, Long.MIN_VALUE, -1, 1}) {
                for (long member : new long[] {Long.MAX_VALUE, 0, Long.MIN_VALUE}) {
                    pairs.add(score, member);
                    model.add(new Pair(score, member));
                }
            }
            assertSame(pairs, model);
        });
    }

    @Test
    void aPairIsThereOnceAndAnUnknownOneIsRemovedWithoutEffect() throws Exception {
        run(new HashMapStateBackend(), pairs -> {
            pairs.remove(1, 1);
            pairs.add(5, 5);
            pairs.add(5, 5);
            pairs.remove(5, 6);
            pairs.remove(4, 5);
            assertThat(pairs.firstScore()).isEqualTo(5);

            pairs.remove(5, 5);
            assertThat(pairs.isEmpty()).isTrue();
        });
    }

    @Test
    void aPlaceIsFoundAcrossRuns() throws Exception {
        run(new HashMapStateBackend(), pairs -> {
            for (long i = 0; i < 1_000; i++) {
                pairs.add(i, -i);
            }
            assertThat(pairs.pairAt(0)).containsExactly(0, 0);
            assertThat(pairs.pairAt(257)).containsExactly(257, -257);
            assertThat(pairs.pairAt(999)).containsExactly(999, -999);
            assertThat(pairs.pairAt(1_000)).isNull();
            assertThat(pairs.pairAt(Integer.MAX_VALUE)).isNull();
        });
    }

    @Test
    void theFirstMembersEndAtTheLimit() throws Exception {
        run(new HashMapStateBackend(), pairs -> {
            assertThat(pairs.first(5)).isEmpty();
            for (long i = 0; i < 1_000; i++) {
                pairs.add(-i, i);
            }
            assertThat(pairs.first(300)).hasSize(300).startsWith(999L).endsWith(700L);
        });
    }

    /** Ids of runs are given again: a run that is removed and one that gets its id, ahead of one writing. */
    @ParameterizedTest
    @MethodSource("backends")
    void aRunThatIsRemovedGivesItsIdToAnother(StateBackend backend) throws Exception {
        long[][] addedFromToRemovedFrom = {{0, 600, 0}, {1_000, 1_600, 1_300}, {0, 300, 0}};
        runUntilEmpty(backend, pairs -> {
            TreeSet<Pair> model = new TreeSet<>(ORDER);
            for (long[] part : addedFromToRemovedFrom) {
                for (long i = part[0]; i < part[1]; i++) {
                    pairs.add(i, i);
                    model.add(new Pair(i, i));
                }
                assertSame(pairs, model);
                for (Pair pair : List.copyOf(model.tailSet(new Pair(part[2], Long.MIN_VALUE)))) {
                    pairs.remove(pair.score(), pair.member());
                    model.remove(pair);
                }
            }
        });
    }

    /** The pairs of a key must not be written to the one that is loaded behind it. */
    @ParameterizedTest
    @MethodSource("backends")
    void whatIsAddedStaysWithItsKey(StateBackend backend) throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<Long, Script, Long> harness = harness(backend)) {
            for (long i = 0; i < 600; i++) {
                long number = i;
                harness.processElement(new ForKey(1, pairs -> pairs.add(0, number)), 0);
                harness.processElement(new ForKey(2, pairs -> pairs.add(0, 2 * number)), 0);
            }
            for (long key = 1; key <= 2; key++) {
                long last = 599 * key;
                Script check =
                        pairs -> assertThat(pairs.first(ALL)).hasSize(600).endsWith(last);
                harness.processElement(new ForKey(key, check), 0);
            }
        }
    }

    private static Script addAll(int from, int to, int step) {
        return pairs -> {
            for (long i = from; i < to; i += step) {
                pairs.add(i, i);
            }
        };
    }

    /** The arrays are changed in place: what a checkpoint writes later must be what they were at its barrier. */
    @ParameterizedTest
    @MethodSource("backends")
    void aSnapshotUnderWayKeepsWhatWasThere(StateBackend backend) throws Exception {
        OperatorSubtaskState state;
        try (KeyedOneInputStreamOperatorTestHarness<Long, Script, Long> harness = harness(backend)) {
            harness.processElement(addAll(0, 2_000, 2), 0);
            OperatorSnapshotFutures underWay = harness.getOneInputOperator()
                    .snapshotState(
                            1,
                            1,
                            CheckpointOptions.forCheckpointWithDefaultLocation(),
                            new MemCheckpointStreamFactory(1 << 24));
            harness.processElement(addAll(1, 500, 2), 0);
            harness.processElement(
                    pairs -> {
                        for (long i = 1_000; i < 2_000; i += 2) {
                            pairs.remove(i, i);
                        }
                    },
                    0);
            state = OperatorSnapshotFinalizer.create(underWay).getJobManagerOwnedState();
        }
        try (KeyedOneInputStreamOperatorTestHarness<Long, Script, Long> harness = unopened(backend)) {
            harness.initializeState(state);
            harness.open();
            harness.processElement(
                    pairs -> {
                        TreeSet<Pair> model = new TreeSet<>(ORDER);
                        LongStream.range(0, 1_000).forEach(i -> model.add(new Pair(i * 2, i * 2)));
                        assertSame(pairs, model);
                        for (long i = 1; i < 600; i += 3) {
                            pairs.add(i, i);
                            model.add(new Pair(i, i));
                            pairs.remove(2 * i, 2 * i);
                            model.remove(new Pair(2 * i, 2 * i));
                        }
                        assertSame(pairs, model);
                    },
                    0);
        }
    }

    static List<StateBackend> backends() {
        return List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend());
    }
}
