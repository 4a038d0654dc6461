package io.gridhouse.core.change;

import io.gridhouse.core.table.RowKey;
import io.gridhouse.core.table.TableSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds the changes of a bundle to one per key, the latest: what a sink writes for a burst.
 *
 * <p>Changes of one key can come from several subtasks, when the row moved from one group to another: as a delete from
 * the old and an insert from the new, with the number of one source change. Of those that a watermark closes together they count
 * in order of that number, and of one number the delete first.
 *
 * @param <T> the row
 */
public final class LatestByKey<T> {

    private record Numbered<T>(Change<T> change, long number) {}

    /** Rows that are kept after they were handed out, to tell repeats. */
    private static final int MOST_KEPT = 10_000;

    private final RowKey<T> keys;
    private List<Numbered<T>> waiting = new ArrayList<>();

    /** What was folded and not handed out; in the order in which the keys came. */
    private Map<Object, Change<T>> latest = new LinkedHashMap<>();

    private Map<Object, Change<T>> handedOut = new LinkedHashMap<>();
    private int repeats;

    /** Changes that were ahead of the watermark when changes were folded last. */
    private int ahead;

    /** Folds by the table's primary key. */
    public LatestByKey(TableSpec<T> table) {
        keys = new RowKey<>(table);
    }

    /** Keeps a change; {@code number} is the record's timestamp. */
    public void add(Change<T> change, long number) {
        waiting.add(new Numbered<>(change, number));
    }

    /** How many changes came since changes were folded last. */
    public int unfolded() {
        return waiting.size() - ahead;
    }

    /** Whether no change waits, folded or not. */
    public boolean isEmpty() {
        return waiting.isEmpty() && latest.isEmpty();
    }

    /** How many keys changes were folded to that were not handed out yet. */
    public int folded() {
        return latest.size();
    }

    /**
     * How many of the changes that were folded since the last call came for a row that is waiting or was handed out last:
     * what a longer wait saves.
     */
    public int takeRepeats() {
        int taken = repeats;
        repeats = 0;
        return taken;
    }

    /** Lets go of what was handed out last when it is much: its rows count as new when they come again. */
    public void forgetWhenMany() {
        if (handedOut.size() > MOST_KEPT) {
            handedOut = new LinkedHashMap<>();
        }
    }

    /** Folds the changes up to the watermark with those that were folded earlier. */
    public void fold(long watermark) {
        if (waiting.isEmpty()) {
            return;
        }
        waiting.sort(Comparator.<Numbered<T>>comparingLong(Numbered::number)
                .thenComparing(n -> n.change().isDelete() ? 0 : 1));
        List<Numbered<T>> later = new ArrayList<>();
        for (Numbered<T> numbered : waiting) {
            if (numbered.number() > watermark) {
                later.add(numbered);
                continue;
            }
            Object key = keys.of(numbered.change().row());
            if (latest.put(key, numbered.change()) != null || handedOut.containsKey(key)) {
                repeats++;
            }
        }
        waiting = later;
        ahead = later.size();
    }

    /**
     * The latest change of each key among those up to the watermark, which are forgotten. The collection is valid until
     * the next call.
     */
    public Collection<Change<T>> drain(long watermark) {
        return drain(watermark, Integer.MAX_VALUE);
    }

    /** As {@link #drain(long)}, but of so many keys at most: of those that wait longest. */
    public Collection<Change<T>> drain(long watermark, int most) {
        fold(watermark);
        handedOut.clear();
        if (latest.size() <= most) {
            Map<Object, Change<T>> drained = latest;
            latest = handedOut;
            handedOut = drained;
        } else {
            Iterator<Map.Entry<Object, Change<T>>> oldest = latest.entrySet().iterator();
            while (handedOut.size() < most) {
                Map.Entry<Object, Change<T>> entry = oldest.next();
                handedOut.put(entry.getKey(), entry.getValue());
                oldest.remove();
            }
        }
        return handedOut.values();
    }
}
