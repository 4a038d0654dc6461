package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.sample.PlaceTotals;
import io.gridhouse.core.sample.RankedVisit;
import io.gridhouse.core.sample.Stay;
import io.gridhouse.core.sample.Visit;
import io.gridhouse.core.table.RowSchema;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a changed row costs the keyed operators, with a state of 10,000 visits of 1,000 guests at 100 places:
 * live, where a bundle has many changes, and in a replay, where each is a bundle. In Flink's harness, which copies what is
 * emitted. {@code docs/benchmarks/README.md} has the command.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/java.time=ALL-UNNAMED"})
public class OperatorBenchmark {

    private static final int VISITS = 10_000;
    private static final int GUESTS = 1_000;
    private static final int PLACES = 100;
    private static final int MOST_AMOUNT = 100_000;
    private static final Position SOMEWHERE = new Position(8, 1_000);

    /** Changes per watermark. */
    @Param({"1", "60"})
    public int bundle;

    /** Where state is. */
    @Param
    public Backend state;

    /** Flink's state backends. */
    public enum Backend {
        /** As objects. */
        HEAP(new HashMapStateBackend()),
        /** As bytes, mostly in its memory of 256 MiB. */
        ROCKSDB(rocksDb());

        private final StateBackend backend;

        Backend(StateBackend backend) {
            this.backend = backend;
        }

        private static StateBackend rocksDb() {
            EmbeddedRocksDBStateBackend rocksDb = new EmbeddedRocksDBStateBackend();
            rocksDb.getMemoryConfiguration().setFixedMemoryPerSlot("256mb");
            return rocksDb;
        }
    }

    private final SplittableRandom random = new SplittableRandom(1);
    private final Visit[] visits = new Visit[VISITS];
    private Task<?> task;
    private long number;

    /** The visits of the state. */
    @Setup
    public void makeVisits() {
        for (int id = 0; id < VISITS; id++) {
            visits[id] = new Visit(id, id % GUESTS, id % PLACES, random.nextInt(MOST_AMOUNT), null);
        }
    }

    /** Ends the operator. */
    @TearDown
    public void end() throws Exception {
        task.harness().close();
    }

    private <O> void start(Task.Factory<O> operator, RowSchema<O> schema) throws Exception {
        Task<O> started = operator.subtask(128, 1, 0);
        started.setUp(schema, state.backend);
        started.harness().open();
        task = started;
        for (Visit visit : visits) {
            task.process(0, Change.insert(visit, SOMEWHERE), ++number);
        }
        task.watermark(number);
        task.harness().getOutput().clear();
    }

    /** One visit gets another amount. */
    private void change() throws Exception {
        int id = random.nextInt(VISITS);
        Visit before = visits[id];
        visits[id] = before.withAmount(random.nextInt(MOST_AMOUNT));
        task.process(0, Change.update(before, visits[id], SOMEWHERE), ++number);
        if (number % bundle == 0) {
            task.watermark(number);
            task.harness().getOutput().clear();
        }
    }

    /** Visit ⟕ guest. */
    @Benchmark
    public void dimensionJoin() throws Exception {
        if (task == null) {
            start(
                    Task.twoInputs(
                            new DimensionJoin<>(
                                    Visit.SCHEMA, Visit::guest, Visit::id, Guest.SCHEMA, Guest::id, Stay::join),
                            change -> change.row().guest(),
                            change -> change.row().id(),
                            Types.LONG),
                    Stay.SCHEMA);
        }
        change();
    }

    private static Aggregation<Integer, Visit, PlaceTotals> totals() {
        Aggregation.Builder<Integer, Visit> visits = Aggregation.over();
        var amount = visits.sum(Visit::amount);
        var guests = visits.distinct(Visit::guest);
        var range = visits.range(Visit::amount, Visit::id);
        return visits.into(
                PlaceTotals.SCHEMA,
                (place, a) -> new PlaceTotals(
                        place,
                        a.rows(),
                        a.sum(amount),
                        a.distinct(guests),
                        a.greatest(range),
                        0,
                        a.least(range),
                        0,
                        null,
                        0));
    }

    /** Count, sum, distinct guests, least and greatest amount of the visits of a place. */
    @Benchmark
    public void retractingAggregate() throws Exception {
        if (task == null) {
            start(
                    Task.oneInput(
                            new RetractingAggregate<Integer, Visit, PlaceTotals>(Visit::place, totals()),
                            change -> change.row().place(),
                            Types.INT),
                    PlaceTotals.SCHEMA);
        }
        change();
    }

    /** All visits of a place by amount: those between the old and the new place of the changed one move. */
    @Benchmark
    public void topN() throws Exception {
        if (task == null) {
            start(
                    Task.oneInput(
                            new TopN<Integer, Visit, RankedVisit>(
                                    Visit::place, Visit.SCHEMA, Visit::amount, Visit::id, PLACES, RankedVisit::of),
                            change -> change.row().place(),
                            Types.INT),
                    RankedVisit.SCHEMA);
        }
        change();
    }
}
