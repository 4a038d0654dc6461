package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.LatestByKey;
import io.gridhouse.core.table.RowKey;
import io.gridhouse.core.table.TableSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** A table that a changelog keeps, twice: change by change under the changelog's discipline, and as a sink folds it. */
final class Materialized<O> {

    private final RowKey<O> keys;
    private final LatestByKey<O> sink;
    private final boolean silentWhenEqual;
    private final Map<Object, O> changeByChange = new HashMap<>();
    private final Map<Object, O> folded = new HashMap<>();

    /**
     * An empty table.
     *
     * @param silentWhenEqual whether the operator promises to emit no change that changes nothing
     */
    Materialized(TableSpec<O> table, boolean silentWhenEqual) {
        this.keys = new RowKey<>(table);
        this.sink = new LatestByKey<>(table);
        this.silentWhenEqual = silentWhenEqual;
    }

    /** Applies what came for the numbers above {@code floor} up to {@code mark}. */
    void apply(List<StreamRecord<Change<O>>> records, long floor, long mark) {
        List<StreamRecord<Change<O>>> ordered = new ArrayList<>(records);
        ordered.sort(Comparator.<StreamRecord<Change<O>>>comparingLong(StreamRecord::getTimestamp)
                .thenComparing(record -> record.getValue().isDelete() ? 0 : 1));
        for (StreamRecord<Change<O>> record : ordered) {
            Change<O> change = record.getValue();
            assertThat(record.getTimestamp())
                    .as("number of %s", change)
                    .isGreaterThan(floor)
                    .isLessThanOrEqualTo(mark);
            Object key = keys.of(change.row());
            if (change.before() != null) {
                assertThat(keys.of(change.before())).as("key before %s", change).isEqualTo(key);
            }
            assertThat(change.before()).as("row before %s", change).isEqualTo(changeByChange.get(key));
            if (silentWhenEqual) {
                assertThat(change.after()).as("%s changes something", change).isNotEqualTo(change.before());
            }
            put(changeByChange, key, change);
            sink.add(change, record.getTimestamp());
        }
        sink.drain(mark).forEach(change -> put(folded, keys.of(change.row()), change));
    }

    /** Writes again what a replay brings, as a sink does, which does not look at what stood before. */
    void replay(List<StreamRecord<Change<O>>> records, long mark) {
        records.forEach(record -> sink.add(record.getValue(), record.getTimestamp()));
        sink.drain(mark).forEach(change -> put(folded, keys.of(change.row()), change));
    }

    void assertFolds(Collection<O> expected, String when) {
        assertThat(folded.values()).as("table %s", when).containsExactlyInAnyOrderElementsOf(expected);
    }

    private void put(Map<Object, O> table, Object key, Change<O> change) {
        if (change.isDelete()) {
            table.remove(key);
        } else {
            table.put(key, change.after());
        }
    }

    void assertHolds(Collection<O> expected, String when) {
        assertThat(folded.values()).as("table %s", when).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(changeByChange).as("change by change %s", when).isEqualTo(folded);
    }
}
