package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.sample.PlaceTotals;
import io.gridhouse.core.sample.Visit;
import io.gridhouse.core.table.TableSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

class RetractingAggregateTest {

    private static final Position SOMEWHERE = new Position(8, 1_700_000_000_000L);

    static final HistoryRun.Plan<PlaceTotals> EVERY_MEASURE = new HistoryRun.Plan<>() {
        @Override
        public Task.Factory<PlaceTotals> operator() {
            return subtasks(everyMeasure());
        }

        @Override
        public TableSpec<PlaceTotals> table() {
            return PlaceTotals.TABLE;
        }

        @Override
        public List<HistoryRun.Sent> visit(Change<Visit> change) {
            return Upstream.split(change, Visit::guest, Visit::place);
        }

        @Override
        public Collection<PlaceTotals> batch(Source.Snapshot source) {
            Map<Integer, List<Visit>> places =
                    source.visits().values().stream().collect(Collectors.groupingBy(Visit::place));
            return places.entrySet().stream()
                    .map(place -> totals(place.getKey(), place.getValue(), latestGuest(source, place.getValue())))
                    .toList();
        }

        /** Of the guests that have a visit at a place, the one of whom a visit there was written last. */
        private long latestGuest(Source.Snapshot source, List<Visit> visits) {
            Set<Long> there = visits.stream().map(Visit::guest).collect(Collectors.toSet());
            int place = visits.get(0).place();
            return source.visitChanges().stream()
                    .map(Change::after)
                    .filter(visit -> visit != null && visit.place() == place && there.contains(visit.guest()))
                    .reduce((earlier, later) -> later)
                    .orElseThrow()
                    .guest();
        }
    };

    private static Aggregation<Integer, Visit, PlaceTotals> everyMeasure() {
        Aggregation.Builder<Integer, Visit> visits = Aggregation.over();
        var guest = visits.shared(Guest.SCHEMA, visit -> new Guest(visit.guest(), "guest"));
        var amount = visits.sum(Visit::amount);
        var guests = visits.distinct(Visit::guest);
        var most = visits.maximum(Visit::amount, Visit::id);
        var least = visits.minimum(Visit::amount, Visit::id);
        var range = visits.range(Visit::amount, Visit::id);
        var note = visits.greatest(Visit::note);
        return visits.into(
                PlaceTotals.SCHEMA,
                (place, a) -> new PlaceTotals(
                        place,
                        a.rows(),
                        a.sum(amount),
                        a.distinct(guests),
                        agreed(a.maximum(most), a.greatest(range)),
                        a.memberOf(most),
                        agreed(a.minimum(least), a.least(range)),
                        a.memberOf(least),
                        a.greatest(note),
                        a.shared(guest).id()));
    }

    private static long agreed(long ofAnExtreme, long ofTheRange) {
        assertThat(ofTheRange).isEqualTo(ofAnExtreme);
        return ofAnExtreme;
    }

    private static Task.Factory<PlaceTotals> subtasks(Aggregation<Integer, Visit, PlaceTotals> aggregation) {
        return Task.oneInput(
                new RetractingAggregate<Integer, Visit, PlaceTotals>(Visit::place, aggregation),
                change -> change.row().place(),
                Types.INT);
    }

    /** The batch query. */
    private static PlaceTotals totals(int place, List<Visit> visits, long latestGuest) {
        Comparator<Visit> byAmount = Comparator.comparingLong(Visit::amount);
        Comparator<Visit> byId = Comparator.comparingLong(Visit::id);
        Visit most =
                visits.stream().min(byAmount.reversed().thenComparing(byId)).orElseThrow();
        Visit least = visits.stream().min(byAmount.thenComparing(byId)).orElseThrow();
        return new PlaceTotals(
                place,
                visits.size(),
                visits.stream().mapToLong(Visit::amount).sum(),
                visits.stream().mapToLong(Visit::guest).distinct().count(),
                most.amount(),
                most.id(),
                least.amount(),
                least.id(),
                visits.stream()
                        .map(Visit::note)
                        .filter(Objects::nonNull)
                        .max((a, b) -> Arrays.compareUnsigned(
                                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)))
                        .orElse(null),
                latestGuest);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void everyHistoryEndsAsTheBatchQuery(@ForAll(supplier = Histories.class) List<Step> history) throws Exception {
        HistoryRun.check(EVERY_MEASURE, history);
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void aReplayAfterACrashEndsAsTheBatchQuery(@ForAll(supplier = Histories.class) List<Step> history)
            throws Exception {
        HistoryRun.checkCrash(EVERY_MEASURE, history);
    }

    @Property(tries = 6, edgeCases = EdgeCasesMode.NONE)
    void everyHistoryEndsAsTheBatchQueryOnRocksDb(@ForAll(supplier = Histories.class) List<Step> history)
            throws Exception {
        HistoryRun.check(EVERY_MEASURE, history, EmbeddedRocksDBStateBackend::new);
    }

    @Test
    void aVisitStaysThatMovesToAnotherSubtaskUpstream() throws Exception {
        HistoryRun.check(
                EVERY_MEASURE,
                List.of(
                        new Step.PutVisit(new Visit(1, 1, 1, 5, null)),
                        new Step.Advance(0, false),
                        // Guest 2 is another channel than guest 1; its insert arrives before the delete.
                        new Step.PutVisit(new Visit(1, 2, 1, 5, null)),
                        new Step.Advance(0, false)));
    }

    @Test
    void manyChangesOfAGroupBecomeOne() throws Exception {
        try (Subtasks<PlaceTotals> subtasks =
                new Subtasks<>(subtasks(everyMeasure()), PlaceTotals.SCHEMA, HashMapStateBackend::new)) {
            for (int id = 1; id <= 1_000; id++) {
                Visit visit = new Visit(id, 7, 1, id, null);
                subtasks.process(0, 1, Change.insert(visit, new Position(id, 0)), id);
            }

            subtasks.watermark(1_000);

            assertThat(subtasks.takeOutput()).singleElement().satisfies(record -> {
                assertThat(record.getTimestamp()).isEqualTo(1_000);
                assertThat(record.getValue().before()).isNull();
                assertThat(record.getValue().after().visits()).isEqualTo(1_000);
                assertThat(record.getValue().position()).isEqualTo(new Position(1_000, 0));
            });
        }
    }

    @Test
    void aGroupThatRetractsMoreThanItHoldsFailsWithItsKeyAndPosition() throws Exception {
        try (Subtasks<PlaceTotals> subtasks =
                new Subtasks<>(subtasks(everyMeasure()), PlaceTotals.SCHEMA, HashMapStateBackend::new)) {
            subtasks.process(0, 1, Change.delete(new Visit(1, 1, 1, 1, null), SOMEWHERE), 1);

            assertThatIllegalStateException()
                    .isThrownBy(() -> subtasks.watermark(1))
                    .withMessageContaining("Group 1 of PlaceTotals")
                    .withMessageContaining("lsn=8");
        }
    }

    @Test
    void aSumRefusesToOverflow() throws Exception {
        try (Subtasks<PlaceTotals> subtasks =
                new Subtasks<>(subtasks(everyMeasure()), PlaceTotals.SCHEMA, HashMapStateBackend::new)) {
            subtasks.process(0, 1, Change.insert(new Visit(1, 1, 1, Long.MAX_VALUE, null), SOMEWHERE), 1);
            subtasks.process(0, 1, Change.insert(new Visit(2, 1, 1, 1, null), SOMEWHERE), 2);

            assertThatThrownBy(() -> subtasks.watermark(2)).isInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void aValueThatIsRetractedMoreOftenThanAddedFailsWithItsGroup() throws Exception {
        try (Subtasks<PlaceTotals> subtasks =
                new Subtasks<>(subtasks(everyMeasure()), PlaceTotals.SCHEMA, HashMapStateBackend::new)) {
            subtasks.process(0, 1, Change.insert(new Visit(1, 1, 1, 5, null), SOMEWHERE), 1);
            subtasks.process(0, 1, Change.insert(new Visit(2, 1, 1, 5, null), SOMEWHERE), 2);
            subtasks.process(0, 1, Change.delete(new Visit(2, 9, 1, 5, null), SOMEWHERE), 3);

            assertThatIllegalStateException()
                    .isThrownBy(() -> subtasks.watermark(3))
                    .withMessageContaining("Guest[id=9")
                    .withMessageContaining("Group 1 of PlaceTotals");
        }
    }

    /**
     * Rows of one group come through several buckets of a table, which are read in no common order: only the changes of
     * one row are in theirs.
     *
     * @param guests per visit, the guests that it had one after the other; in the end all visits have guest 0
     */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatRowsShareIsRightInWhicheverOrderTheyArrive(
            @ForAll @Size(min = 1, max = 5) List<@Size(max = 3) List<@LongRange(min = 0, max = 2) Long>> guests,
            @ForAll @Size(min = 1, max = 5) List<Boolean> deleted,
            @ForAll Random order)
            throws Exception {
        List<Deque<Change<Visit>>> rows = new ArrayList<>();
        for (int id = 0; id < guests.size(); id++) {
            rows.add(changes(id, guests.get(id), id < deleted.size() && deleted.get(id)));
        }
        List<Long> stay = rows.stream()
                .filter(row -> !row.getLast().isDelete())
                .map(row -> row.getLast().row().id())
                .toList();
        Materialized<PlaceTotals> table = new Materialized<>(PlaceTotals.TABLE, true);
        try (Subtasks<PlaceTotals> subtasks =
                new Subtasks<>(subtasks(everyMeasure()), PlaceTotals.SCHEMA, HashMapStateBackend::new)) {
            long number = 0;
            long reached = 0;
            while (!rows.isEmpty()) {
                Deque<Change<Visit>> row = rows.get(order.nextInt(rows.size()));
                subtasks.process(0, 1, row.poll(), ++number);
                rows.removeIf(Deque::isEmpty);
                if (rows.isEmpty() || order.nextBoolean()) {
                    subtasks.watermark(number);
                    table.apply(subtasks.takeOutput(), reached, number);
                    reached = number;
                }
            }

            if (stay.isEmpty()) {
                assertThat(subtasks.stateEntries()).isZero();
            }
        }
        table.assertHolds(
                stay.isEmpty()
                        ? List.of()
                        : List.of(new PlaceTotals(
                                1, stay.size(), stay.size(), 1, 1, stay.get(0), 1, stay.get(0), null, 0)),
                "when all rows have arrived");
    }

    private static Deque<Change<Visit>> changes(long id, List<Long> guests, boolean deleted) {
        Deque<Change<Visit>> changes = new ArrayDeque<>();
        Visit before = null;
        List<Long> all = new ArrayList<>(guests);
        all.add(0L);
        for (long guest : all) {
            Visit after = new Visit(id, guest, 1, 1, null);
            changes.add(new Change<>(before, after, SOMEWHERE));
            before = after;
        }
        if (deleted) {
            changes.add(Change.delete(before, SOMEWHERE));
        }
        return changes;
    }
}
