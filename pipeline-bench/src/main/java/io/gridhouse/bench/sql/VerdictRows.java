package io.gridhouse.bench.sql;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.quality.Verdict;
import java.io.Serial;
import java.time.ZoneId;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/** Verdicts on rows that no type can hold, as upserts; a row that is fine again is deleted. */
final class VerdictRows implements FlatMapFunction<Change<Verdict>, Row> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final ChangeRows<Verdict> rows;

    VerdictRows(ZoneId businessZone) {
        rows = new ChangeRows<>(Verdict.SCHEMA, businessZone);
    }

    @Override
    public void flatMap(Change<Verdict> change, Collector<Row> out) {
        Verdict verdict = change.row();
        RowKind kind = verdict.isViolation() ? RowKind.UPDATE_AFTER : RowKind.DELETE;
        out.collect(rows.row(kind, verdict, change.position().commitMillis()));
    }
}
