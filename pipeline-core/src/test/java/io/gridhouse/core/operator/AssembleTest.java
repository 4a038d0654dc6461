package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.change.TaggedChange;
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
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

class AssembleTest {

    private static final int VISIT = 0;
    private static final int GUEST = 1;

    /** A visit and the guest of the same id: none without a visit. */
    static final HistoryRun.Plan<Stay> PLAN = new HistoryRun.Plan<>() {
        @Override
        public Task.Factory<Stay> operator() {
            Assemble.Builder<Long> parts = new Assemble.Builder<>();
            assertThat(parts.part(Visit.SCHEMA, Visit::id)).isEqualTo(VISIT);
            assertThat(parts.part(Guest.SCHEMA, Guest::id)).isEqualTo(GUEST);
            return Task.oneInput(
                    parts.into((id, p) -> stay(p.part(VISIT, Visit.SCHEMA), p.part(GUEST, Guest.SCHEMA))),
                    parts.key(),
                    Types.LONG);
        }

        @Override
        public TableSpec<Stay> table() {
            return Stay.TABLE;
        }

        @Override
        public List<HistoryRun.Sent> visit(Change<Visit> change) {
            return Upstream.split(change, Visit::place, Visit::id).stream()
                    .map(sent -> new HistoryRun.Sent(
                            sent.channel(), 0, sent.key(), new TaggedChange(VISIT, (Change<?>) sent.element())))
                    .toList();
        }

        @Override
        public List<HistoryRun.Sent> guest(Change<Guest> change) {
            long id = change.row().id();
            return List.of(new HistoryRun.Sent((int) (id % 2), 0, id, new TaggedChange(GUEST, change)));
        }

        @Override
        public Collection<Stay> batch(Source.Snapshot source) {
            return source.visits().values().stream()
                    .map(visit -> stay(visit, source.guests().get(visit.id())))
                    .toList();
        }
    };

    private static Stay stay(Visit visit, Guest guest) {
        return visit == null ? null : Stay.join(visit, guest);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void everyHistoryEndsAsTheBatchJoin(@ForAll(supplier = Histories.class) List<Step> history) throws Exception {
        HistoryRun.check(PLAN, history);
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void aReplayAfterACrashEndsAsTheBatchJoin(@ForAll(supplier = Histories.class) List<Step> history) throws Exception {
        HistoryRun.checkCrash(PLAN, history);
    }

    @Property(tries = 6, edgeCases = EdgeCasesMode.NONE)
    void everyHistoryEndsAsTheBatchJoinOnRocksDb(@ForAll(supplier = Histories.class) List<Step> history)
            throws Exception {
        HistoryRun.check(PLAN, history, EmbeddedRocksDBStateBackend::new);
    }

    @Test
    void partsThatChangedTogetherAreNeverMixedWithOldOnes() throws Exception {
        try (Subtasks<Stay> subtasks = new Subtasks<>(PLAN.operator(), Stay.SCHEMA, HashMapStateBackend::new)) {
            Visit visit = new Visit(1, 1, 1, 5, null);
            Guest guest = new Guest(1, "Ada");
            subtasks.process(0, 1L, new TaggedChange(VISIT, Change.insert(visit, new Position(8, 0))), 1);
            subtasks.process(0, 1L, new TaggedChange(GUEST, Change.insert(guest, new Position(16, 0))), 1);

            subtasks.watermark(1);

            assertThat(subtasks.takeOutput()).singleElement().satisfies(record -> assertThat(record.getValue())
                    .isEqualTo(Change.insert(Stay.join(visit, guest), new Position(16, 0))));
        }
    }
}
