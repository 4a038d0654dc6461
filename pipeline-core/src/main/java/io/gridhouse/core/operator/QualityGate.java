package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeTypeInfo;
import io.gridhouse.core.quality.JsonText;
import io.gridhouse.core.quality.QualityRule;
import io.gridhouse.core.quality.Verdict;
import io.gridhouse.core.table.RowSchema;
import java.io.Serial;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets rows through that keep the rules, and sends verdicts to the quarantine.
 *
 * <p>Key: none. State: none: whether a row stood in quarantine before is the quarantine's to know, so every update and
 * delete sends a verdict; a good insert sends none, because a row that is new cannot be in quarantine.
 *
 * <p>Emits the change without an {@code after} that breaks a rule, and the {@code before} as it came: the operator
 * behind it knows from its state whether that row ever passed. Cost per change: the rules once.
 *
 * @param <T> the row
 */
public final class QualityGate<T> extends ProcessFunction<Change<T>, Change<T>> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Where the verdicts go. */
    public static final OutputTag<Change<Verdict>> VERDICTS =
            new OutputTag<>("verdicts", ChangeTypeInfo.of(Verdict.SCHEMA));

    private final String table;
    private final RowSchema<T> schema;
    private final LongField<T> key;
    private final QualityRule<T> rule;

    /** A gate for rows of a source table. */
    public QualityGate(String table, RowSchema<T> schema, LongField<T> key, QualityRule<T> rule) {
        this.table = table;
        this.schema = schema;
        this.key = key;
        this.rule = rule;
    }

    @Override
    public void processElement(Change<T> change, Context context, Collector<Change<T>> out) {
        T after = change.after();
        String violation =
                after == null ? null : rule.violation(after, change.position().commitMillis());
        if (violation != null || change.before() != null) {
            String id = Long.toString(key.applyAsLong(change.row()));
            Verdict verdict = violation == null
                    ? Verdict.fine(table, id)
                    : new Verdict(table, id, violation, JsonText.of(schema, after));
            context.output(VERDICTS, Change.insert(verdict, change.position()));
        }
        if (violation == null) {
            out.collect(change);
        } else if (change.before() != null) {
            out.collect(Change.delete(change.before(), change.position()));
        }
    }
}
