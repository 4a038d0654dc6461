package io.gridhouse.core.change;

import io.gridhouse.core.table.RowKey;
import io.gridhouse.core.table.TableSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds the changes of a bundle to one per key, the latest: what a sink writes for a burst.
 *
 * <p>Changes of one key can come from several subtasks, when the row moved from one group to another: as a delete from
 * the old and an insert from the new, with the number of one source change. They count in order of that number, and of
 * one number the delete first.
 *
 * @param <T> the row
 */
public final class LatestByKey<T> {

    private record Numbered<T>(Change<T> change, long number) {}

    private final RowKey<T> keys;
    private final Map<Object, Change<T>> latest = new HashMap<>();
    private List<Numbered<T>> waiting = new ArrayList<>();

    /** Folds by the table's primary key. */
    public LatestByKey(TableSpec<T> table) {
        keys = new RowKey<>(table);
    }

    /** Keeps a change; {@code number} is the record's timestamp. */
    public void add(Change<T> change, long number) {
        waiting.add(new Numbered<>(change, number));
    }

    /** How many changes wait. */
    public int waiting() {
        return waiting.size();
    }

    /**
     * The latest change of each key among those up to the watermark, which are forgotten. The collection is valid until
     * the next call.
     */
    public Collection<Change<T>> drain(long watermark) {
        latest.clear();
        if (waiting.isEmpty()) {
            return latest.values();
        }
        waiting.sort(Comparator.<Numbered<T>>comparingLong(Numbered::number)
                .thenComparing(n -> n.change().isDelete() ? 0 : 1));
        List<Numbered<T>> ahead = new ArrayList<>();
        for (Numbered<T> numbered : waiting) {
            if (numbered.number() > watermark) {
                ahead.add(numbered);
            } else {
                latest.put(keys.of(numbered.change().row()), numbered.change());
            }
        }
        waiting = ahead;
        return latest.values();
    }
}
