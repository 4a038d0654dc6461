package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.RowTypeInfo;
import io.gridhouse.core.table.RowSchema;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/**
 * Makes whole changes of a changelog that says what a row is, but not what it was.
 *
 * <p><b>Key:</b> the table's primary key. <b>State</b> per key: the row, as long as it is there; so a copy of the table.
 *
 * <p><b>Emits</b> one change per key and bundle with the row before and after. What changes nothing, such as the replay of
 * a writer that was restarted, is not passed on.
 *
 * <p><b>Cost</b> per key and bundle: one read and one write of the row.
 *
 * @param <K> the key
 * @param <T> the row
 */
public final class ChangelogNormalize<K, T> extends BundledOperator<Change<T>, T> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** State: the row. */
    public static final String ROW_STATE = "row";

    private final RowField<T, K> key;
    private final RowSchema<T> schema;

    private transient ValueState<T> row;
    private transient Map<K, Pending<T>> gathered;

    /** Normalizes the changelog of a table with this key. */
    public ChangelogNormalize(RowField<T, K> key, RowSchema<T> schema) {
        this.key = key;
        this.schema = schema;
    }

    @Override
    public void open() throws Exception {
        super.open();
        row = getRuntimeContext().getState(new ValueStateDescriptor<>(ROW_STATE, RowTypeInfo.of(schema)));
        gathered = new LinkedHashMap<>();
    }

    @Override
    void gather(Change<T> change, long number) {
        gathered.computeIfAbsent(key.apply(change.row()), k -> new Pending<>())
                .take(change.after(), change.position(), number);
    }

    @Override
    void finishBundle() throws Exception {
        for (Map.Entry<K, Pending<T>> entry : gathered.entrySet()) {
            setCurrentKey(entry.getKey());
            Pending<T> pending = entry.getValue();
            T before = row.value();
            if (!Objects.equals(before, pending.after)) {
                row.update(pending.after);
                emit(new Change<>(before, pending.after, pending.position), pending.number);
            }
        }
        gathered.clear();
    }
}
