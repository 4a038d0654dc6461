package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeTypeInfo;
import io.gridhouse.core.quality.QualityRule;
import io.gridhouse.core.quality.Verdict;
import io.gridhouse.core.sample.Visit;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** A quality gate for visits whose rule is that amounts are not negative. */
final class Gate implements AutoCloseable {

    static final String TABLE = "visit";
    static final String NEGATIVE = "negative";
    static final QualityRule<Visit> RULE = (visit, commitMillis) -> visit.amount() < 0 ? NEGATIVE : null;

    /** What the gate makes of one change. */
    record Judged(List<Change<Visit>> passed, List<Change<Verdict>> verdicts) {}

    private final OneInputStreamOperatorTestHarness<Change<Visit>, Change<Visit>> harness;

    Gate() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new QualityGate<>(TABLE, Visit.SCHEMA, Visit::id, RULE)));
        harness.setup(ChangeTypeInfo.of(Visit.SCHEMA).createSerializer(new SerializerConfigImpl()));
        harness.open();
    }

    Judged judge(Change<Visit> change) {
        try {
            harness.processElement(change, 1);
        } catch (Exception e) {
            throw new IllegalStateException("The gate failed on " + change, e);
        }
        List<Change<Visit>> passed = List.copyOf(harness.extractOutputValues());
        harness.getOutput().clear();
        var side = harness.getSideOutput(QualityGate.VERDICTS);
        List<Change<Verdict>> verdicts = side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
        if (side != null) {
            side.clear();
        }
        return new Judged(passed, verdicts);
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
