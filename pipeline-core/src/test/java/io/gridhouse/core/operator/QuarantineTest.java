package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.quality.JsonText;
import io.gridhouse.core.quality.Quarantined;
import io.gridhouse.core.quality.Verdict;
import io.gridhouse.core.sample.Visit;
import io.gridhouse.core.table.TableSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

class QuarantineTest {

    private static final TableSpec<Quarantined> TABLE = Quarantined.table("quarantine");

    private static final Task.Factory<Quarantined> OPERATOR =
            Task.oneInput(new Quarantine(), change -> Quarantine.key(change.after()), Types.STRING);

    /** Visits through the gate into the quarantine. */
    record Plan(Gate gate) implements HistoryRun.Plan<Quarantined> {

        @Override
        public Task.Factory<Quarantined> operator() {
            return OPERATOR;
        }

        @Override
        public TableSpec<Quarantined> table() {
            return TABLE;
        }

        @Override
        public List<HistoryRun.Sent> visit(Change<Visit> change) {
            return gate.judge(change).verdicts().stream()
                    .map(verdict -> new HistoryRun.Sent(0, 0, Quarantine.key(verdict.after()), verdict))
                    .toList();
        }

        @Override
        public Collection<Quarantined> batch(Source.Snapshot source) {
            Map<Long, Quarantined> bad = new HashMap<>();
            for (Change<Visit> change : source.visitChanges()) {
                Visit now = change.after();
                if (now == null || Gate.RULE.violation(now, 0) == null) {
                    bad.remove(change.row().id());
                } else {
                    Instant commit = Instant.ofEpochMilli(change.position().commitMillis());
                    Quarantined had = bad.get(now.id());
                    bad.put(
                            now.id(),
                            new Quarantined(
                                    Gate.TABLE,
                                    Long.toString(now.id()),
                                    Gate.NEGATIVE,
                                    JsonText.of(Visit.SCHEMA, now),
                                    had == null ? commit : had.firstSeen(),
                                    commit));
                }
            }
            return bad.values();
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void theQuarantineHoldsExactlyTheRowsThatAreBadNow(@ForAll(supplier = Histories.class) List<Step> history)
            throws Exception {
        try (Gate gate = new Gate()) {
            HistoryRun.check(new Plan(gate), history);
        }
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void aReplayAfterACrashEndsWithTheRowsThatAreBadNow(@ForAll(supplier = Histories.class) List<Step> history)
            throws Exception {
        try (Gate gate = new Gate()) {
            HistoryRun.checkCrash(new Plan(gate), history);
        }
    }

    @Property(tries = 6, edgeCases = EdgeCasesMode.NONE)
    void theQuarantineHoldsExactlyTheRowsThatAreBadNowOnRocksDb(@ForAll(supplier = Histories.class) List<Step> history)
            throws Exception {
        try (Gate gate = new Gate()) {
            HistoryRun.check(new Plan(gate), history, EmbeddedRocksDBStateBackend::new);
        }
    }

    @Test
    void aReplayedVerdictChangesNothing() throws Exception {
        Change<Verdict> bad = Change.insert(new Verdict("visit", "1", "negative", "{}"), new Position(8, 1_000));
        try (Subtasks<Quarantined> subtasks = new Subtasks<>(OPERATOR, Quarantined.SCHEMA, HashMapStateBackend::new)) {
            subtasks.process(0, Quarantine.key(bad.after()), bad, 1);
            subtasks.watermark(1);
            subtasks.takeOutput();

            subtasks.process(0, Quarantine.key(bad.after()), bad, 2);
            subtasks.watermark(2);

            assertThat(subtasks.takeOutput()).isEmpty();
        }
    }
}
