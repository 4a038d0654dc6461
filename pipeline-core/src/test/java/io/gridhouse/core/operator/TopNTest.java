package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.sample.RankedVisit;
import io.gridhouse.core.sample.Visit;
import io.gridhouse.core.table.TableSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

class TopNTest {

    /** The first visits of each place by amount. */
    record Plan(int limit) implements HistoryRun.Plan<RankedVisit> {

        @Override
        public Task.Factory<RankedVisit> operator() {
            return Task.oneInput(
                    new TopN<Integer, Visit, RankedVisit>(
                            Visit::place, Visit.SCHEMA, Visit::amount, Visit::id, limit, RankedVisit::of),
                    change -> change.row().place(),
                    Types.INT);
        }

        @Override
        public TableSpec<RankedVisit> table() {
            return RankedVisit.TABLE;
        }

        @Override
        public List<HistoryRun.Sent> visit(Change<Visit> change) {
            return Upstream.split(change, Visit::guest, Visit::place);
        }

        @Override
        public Collection<RankedVisit> batch(Source.Snapshot source) {
            Map<Integer, List<Visit>> places =
                    source.visits().values().stream().collect(Collectors.groupingBy(Visit::place));
            List<RankedVisit> ranked = new ArrayList<>();
            for (List<Visit> visits : places.values()) {
                visits.sort(Comparator.comparingLong(Visit::amount).reversed().thenComparing(Visit::id));
                for (int i = 0; i < Math.min(limit, visits.size()); i++) {
                    ranked.add(RankedVisit.of(visits.get(i), i + 1));
                }
            }
            return ranked;
        }
    }

    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
    void everyHistoryEndsAsTheBatchRanking(@ForAll(supplier = Histories.class) List<Step> history) throws Exception {
        HistoryRun.check(new Plan(3), history);
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void aReplayAfterACrashEndsAsTheBatchRanking(@ForAll(supplier = Histories.class) List<Step> history)
            throws Exception {
        HistoryRun.checkCrash(new Plan(2), history);
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void aLimitOfOneKeepsTheFirst(@ForAll(supplier = Histories.class) List<Step> history) throws Exception {
        HistoryRun.check(new Plan(1), history);
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void withoutALimitEveryRowIsRanked(@ForAll(supplier = Histories.class) List<Step> history) throws Exception {
        HistoryRun.check(new Plan(TopN.ALL), history);
    }

    @Property(tries = 6, edgeCases = EdgeCasesMode.NONE)
    void everyHistoryEndsAsTheBatchRankingOnRocksDb(@ForAll(supplier = Histories.class) List<Step> history)
            throws Exception {
        HistoryRun.check(new Plan(2), history, EmbeddedRocksDBStateBackend::new);
    }

    @Test
    void aVisitStaysThatMovesToAnotherSubtaskUpstream() throws Exception {
        HistoryRun.check(
                new Plan(TopN.ALL),
                List.of(
                        new Step.PutVisit(new Visit(1, 1, 1, 5, null)),
                        new Step.Advance(0, false),
                        // Guest 2 is another channel than guest 1; its insert arrives before the delete.
                        new Step.PutVisit(new Visit(1, 2, 1, 5, null)),
                        new Step.Advance(0, false)));
    }

    @Test
    void aRankingOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopN<Integer, Visit, RankedVisit>(
                        Visit::place, Visit.SCHEMA, Visit::amount, Visit::id, 0, RankedVisit::of))
                .withMessageContaining("at least 1");
    }
}
