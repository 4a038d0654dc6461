package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.change.RowTypeInfo;
import io.gridhouse.core.change.TaggedChange;
import io.gridhouse.core.table.RowSchema;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/**
 * Puts the rows of several tables that share a key together to one row.
 *
 * <p><b>Key:</b> the shared key; each part has at most one row per key.
 *
 * <p><b>State</b> per key: the latest row of each part. It goes with the parts' rows.
 *
 * <p><b>Emits</b> one change per key and bundle, when the assembled row differs. Parts that changed together at the
 * source arrive in one bundle, so no row is emitted that mixes old parts with new ones.
 *
 * <p><b>Cost</b> per key and bundle: one read per part, one write per changed part.
 *
 * @param <K> the key
 * @param <O> the assembled row
 */
public final class Assemble<K, O> extends BundledOperator<TaggedChange, O> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Makes a row of its parts; pure. */
    @FunctionalInterface
    public interface Assembly<K, O> extends Serializable {
        /** The assembled row, or null when a part without which there is none is missing. */
        O of(K key, Parts parts);
    }

    /** The parts of one key. */
    public interface Parts {
        /** The row of a part, by its place among the parts; null when there is none. */
        <T> T part(int index, RowSchema<T> schema);
    }

    private final List<RowSchema<?>> schemas;
    private final List<RowField<Object, K>> keys;
    private final Assembly<K, O> assembly;

    private transient List<ValueState<Object>> states;
    private transient Map<K, Gathered> gathered;

    private static final class Gathered {
        private final Map<Integer, Pending<Object>> rows = new LinkedHashMap<>();
        private Position position;
        private long number;
    }

    private Assemble(List<RowSchema<?>> schemas, List<RowField<Object, K>> keys, Assembly<K, O> assembly) {
        this.schemas = schemas;
        this.keys = keys;
        this.assembly = assembly;
    }

    /** The name of the state that holds a part's row. */
    public static String partState(int index) {
        return "part-" + index;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void open() throws Exception {
        super.open();
        states = new ArrayList<>();
        for (int i = 0; i < schemas.size(); i++) {
            states.add(getRuntimeContext()
                    .getState(new ValueStateDescriptor<>(
                            partState(i), RowTypeInfo.of((RowSchema<Object>) schemas.get(i)))));
        }
        gathered = new LinkedHashMap<>();
    }

    @Override
    void gather(TaggedChange tagged, long number) {
        Change<?> change = tagged.change();
        Gathered key = gathered.computeIfAbsent(keys.get(tagged.tag()).apply(change.row()), k -> new Gathered());
        key.rows.computeIfAbsent(tagged.tag(), tag -> new Pending<>()).take(change.after(), change.position(), number);
        key.position = key.position == null ? change.position() : key.position.max(change.position());
        key.number = number;
    }

    @Override
    void finishBundle() throws Exception {
        for (Map.Entry<K, Gathered> entry : gathered.entrySet()) {
            setCurrentKey(entry.getKey());
            assemble(entry.getKey(), entry.getValue());
        }
        gathered.clear();
    }

    private void assemble(K key, Gathered bundle) throws Exception {
        Object[] parts = new Object[schemas.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = states.get(i).value();
        }
        O before = assembly.of(key, new Rows(parts));
        for (Map.Entry<Integer, Pending<Object>> entry : bundle.rows.entrySet()) {
            parts[entry.getKey()] = entry.getValue().after;
            states.get(entry.getKey()).update(entry.getValue().after);
        }
        O after = assembly.of(key, new Rows(parts));
        if (!Objects.equals(before, after)) {
            emit(new Change<>(before, after, bundle.position), bundle.number);
        }
    }

    private record Rows(Object[] rows) implements Parts {
        @Override
        public <T> T part(int index, RowSchema<T> schema) {
            return schema.rowType().cast(rows[index]);
        }
    }

    /** Lists the parts; their places count from 0 in the order of the calls. */
    public static final class Builder<K> {

        private final List<RowSchema<?>> schemas = new ArrayList<>();
        private final List<RowField<Object, K>> keys = new ArrayList<>();

        /** Adds a part; returns its place. */
        public <T> int part(RowSchema<T> schema, RowField<T, K> key) {
            Class<T> type = schema.rowType();
            keys.add(row -> key.apply(type.cast(row)));
            schemas.add(schema);
            return schemas.size() - 1;
        }

        /** The parts' schemas in order, for the type of the tagged stream. */
        public List<RowSchema<?>> schemas() {
            return List.copyOf(schemas);
        }

        /** The key of a tagged change. */
        public RowField<TaggedChange, K> key() {
            List<RowField<Object, K>> byTag = new ArrayList<>(keys);
            return tagged -> byTag.get(tagged.tag()).apply(tagged.change().row());
        }

        /** The operator. */
        public <O> Assemble<K, O> into(Assembly<K, O> assembly) {
            return new Assemble<>(new ArrayList<>(schemas), new ArrayList<>(keys), assembly);
        }
    }
}
