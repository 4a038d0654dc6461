package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.sample.Stay;
import io.gridhouse.core.sample.Visit;
import io.gridhouse.core.table.TableSpec;
import java.util.Collection;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

class DimensionJoinTest {

    static final HistoryRun.Plan<Stay> PLAN = new HistoryRun.Plan<>() {
        @Override
        public Task.Factory<Stay> operator() {
            return Task.twoInputs(
                    new DimensionJoin<>(Visit.SCHEMA, Visit::guest, Visit::id, Guest.SCHEMA, Guest::id, Stay::join),
                    change -> change.row().guest(),
                    change -> change.row().id(),
                    Types.LONG);
        }

        @Override
        public TableSpec<Stay> table() {
            return Stay.TABLE;
        }

        @Override
        public List<HistoryRun.Sent> visit(Change<Visit> change) {
            return Upstream.split(change, Visit::place, Visit::guest);
        }

        @Override
        public List<HistoryRun.Sent> guest(Change<Guest> change) {
            return List.of(new HistoryRun.Sent(
                    (int) (change.row().id() % 2), 1, change.row().id(), change));
        }

        @Override
        public Collection<Stay> batch(Source.Snapshot source) {
            return source.visits().values().stream()
                    .map(visit -> Stay.join(visit, source.guests().get(visit.guest())))
                    .toList();
        }

        @Override
        public boolean silentWhenEqual() {
            return false;
        }
    };

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void everyHistoryEndsAsTheBatchJoin(@ForAll(supplier = Histories.class) List<Step> history) throws Exception {
        HistoryRun.check(PLAN, history);
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void aReplayAfterACrashEndsAsTheBatchJoin(@ForAll(supplier = Histories.class) List<Step> history) throws Exception {
        HistoryRun.checkCrash(PLAN, history);
    }

    @Property(tries = 8, edgeCases = EdgeCasesMode.NONE)
    void everyHistoryEndsAsTheBatchJoinOnRocksDb(@ForAll(supplier = Histories.class) List<Step> history)
            throws Exception {
        HistoryRun.check(PLAN, history, EmbeddedRocksDBStateBackend::new);
    }

    @Test
    void aFactStaysThatMovesToAnotherSubtaskUpstream() throws Exception {
        HistoryRun.check(
                PLAN,
                List.of(
                        new Step.PutVisit(new Visit(1, 1, 1, 5, null)),
                        new Step.Advance(0, false),
                        // Place 2 is another channel than place 1; its insert arrives before the delete.
                        new Step.PutVisit(new Visit(1, 1, 2, 5, null)),
                        new Step.Advance(0, false)));
    }
}
