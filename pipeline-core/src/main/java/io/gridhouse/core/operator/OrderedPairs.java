package io.gridhouse.core.operator;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A sorted set of (score, member) pairs in keyed state, for minimum, maximum, arg-max and top-N that retract.
 *
 * <p>Up to {@value PairArrays#CAPACITY} pairs stand in one array, so that a key with few pairs, such as a user's day, has one entry of
 * state. More stand in runs of as many at most, and the first state becomes their directory, which says where each run
 * begins. Finding a place costs a binary search in the directory and one in a run; adding or removing moves the
 * pairs behind it in one run, in place: so the cost per change hardly grows with the history (measured in
 * {@code docs/benchmarks}). 16 bytes per pair, 32 per run; an array has room for at most as many pairs again.
 *
 * <p><b>Use:</b> {@link #load} for the current key, any number of calls, {@link #store}; all ahead of the next barrier.
 * So each array is read once and written once per key and bundle, however many changes there are.
 *
 * <p>Arrays are changed where they are and put back, and none is kept beyond {@code store}: that is how
 * the heap state backend wants it, which copies a value that a snapshot under way still needs when the value is asked
 * for. Copying them with every change made three quarters of what the old generation was filled with.
 */
final class OrderedPairs {

    /** Per run in the directory: its id in state, its first score, its first member, its pairs. */
    private static final int ENTRY = 4;

    /** Where the pairs begin in an array without runs; ahead of them stands their number, negated: no run has such an id. */
    private static final int FEW_OFFSET = 1;

    private static final long[] EMPTY = {};

    private final ValueState<long[]> directoryState;
    private final MapState<Long, long[]> runsState;

    /** Of the key that was loaded: the directory, or the pairs when they are few. Null when no key is loaded. */
    private long[] directory;

    private boolean changed;

    /** The runs that were asked for since. */
    private final Map<Long, Run> runs = new HashMap<>();

    /** A run of the key that was loaded. */
    private static final class Run {
        /** Null when the run was removed. */
        private long[] pairs;

        private boolean changed;

        Run(long[] pairs) {
            this.pairs = pairs;
        }
    }

    OrderedPairs(RuntimeContext context, String name) {
        directoryState = context.getState(
                new ValueStateDescriptor<>(directoryName(name), PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
        runsState = context.getMapState(new MapStateDescriptor<>(
                runsName(name), Types.LONG, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    static String directoryName(String name) {
        return name + "-directory";
    }

    static String runsName(String name) {
        return name + "-runs";
    }

    /** Reads the current key's pairs. */
    void load() throws Exception {
        long[] stored = directoryState.value();
        directory = stored == null ? EMPTY : stored;
        changed = false;
        runs.clear();
    }

    /** Writes what was changed since {@link #load}. */
    void store() throws Exception {
        if (changed) {
            if (directory.length == 0) {
                directoryState.clear();
            } else {
                directoryState.update(directory);
            }
            for (Map.Entry<Long, Run> run : runs.entrySet()) {
                store(run.getKey(), run.getValue());
            }
        }
        directory = null;
        runs.clear();
    }

    private void store(Long id, Run run) throws Exception {
        if (run.pairs == null) {
            runsState.remove(id);
        } else if (run.changed) {
            runsState.put(id, run.pairs);
        }
    }

    private Run run(int entry) throws Exception {
        Long id = directory[entry];
        Run run = runs.get(id);
        if (run == null) {
            run = new Run(runsState.get(id));
            runs.put(id, run);
        }
        return run;
    }

    boolean isEmpty() {
        return directory.length == 0;
    }

    /** The least score. The set must not be empty. */
    long firstScore() {
        return directory[1];
    }

    /** The member of the least pair. The set must not be empty. */
    long firstMember() {
        return directory[2];
    }

    /** The greatest score. The set must not be empty. */
    long lastScore() throws Exception {
        if (areFew()) {
            return directory[FEW_OFFSET + (few() - 1) * 2];
        }
        int last = directory.length - ENTRY;
        return run(last).pairs[(size(last) - 1) * 2];
    }

    /** The members of the least pairs in their order, at most {@code limit}. */
    long[] first(int limit) throws Exception {
        if (areFew()) {
            long[] members = new long[Math.min(few(), limit)];
            for (int i = 0; i < members.length; i++) {
                members[i] = directory[FEW_OFFSET + i * 2 + 1];
            }
            return members;
        }
        long all = 0;
        for (int entry = 0; entry < directory.length && all < limit; entry += ENTRY) {
            all += size(entry);
        }
        long[] members = new long[(int) Math.min(all, limit)];
        int at = 0;
        for (int entry = 0; at < members.length; entry += ENTRY) {
            long[] pairs = run(entry).pairs;
            int end = size(entry) * 2;
            for (int i = 1; i < end && at < members.length; i += 2) {
                members[at++] = pairs[i];
            }
        }
        return members;
    }

    /** The pair at a place counted from 0, or null when the set is smaller. */
    long[] pairAt(long place) throws Exception {
        if (areFew()) {
            int at = (int) (FEW_OFFSET + place * 2);
            return place < few() ? new long[] {directory[at], directory[at + 1]} : null;
        }
        long skipped = 0;
        for (int entry = 0; entry < directory.length; entry += ENTRY) {
            int size = size(entry);
            if (place < skipped + size) {
                long[] pairs = run(entry).pairs;
                int at = (int) (place - skipped) * 2;
                return new long[] {pairs[at], pairs[at + 1]};
            }
            skipped += size;
        }
        return null;
    }

    /** Adds a pair; a pair that is there already stays once. */
    void add(long score, long member) throws Exception {
        if (directory.length == 0) {
            directory = new long[] {-1, score, member};
            changed = true;
        } else if (areFew()) {
            addToFew(score, member);
        } else {
            addToRuns(score, member);
        }
    }

    private void addToFew(long score, long member) {
        int size = few();
        int at = PairArrays.search(directory, size, 2, FEW_OFFSET, score, member);
        if (at >= 0) {
            return;
        }
        long[] grown = PairArrays.insert(directory, FEW_OFFSET, size, -at - 1, score, member);
        if (size < PairArrays.CAPACITY) {
            grown[0] = -(size + 1L);
            directory = grown;
            changed = true;
        } else {
            directory = new long[ENTRY];
            split(0, Arrays.copyOfRange(grown, FEW_OFFSET, FEW_OFFSET + (size + 1) * 2), size + 1);
        }
    }

    private void addToRuns(long score, long member) throws Exception {
        int entry = entryFor(score, member);
        int size = size(entry);
        Run run = run(entry);
        int at = PairArrays.search(run.pairs, size, 2, 0, score, member);
        if (at >= 0) {
            return;
        }
        long[] grown = PairArrays.insert(run.pairs, 0, size, -at - 1, score, member);
        if (size < PairArrays.CAPACITY) {
            replace(entry, grown, size + 1);
        } else {
            split(entry, grown, size + 1);
        }
    }

    /** Removes a pair; one that is not there is no error, since state decides. */
    void remove(long score, long member) throws Exception {
        if (areFew()) {
            removeFromFew(score, member);
        } else if (directory.length > 0) {
            removeFromRuns(score, member);
        }
    }

    private void removeFromFew(long score, long member) {
        int size = few();
        int at = PairArrays.search(directory, size, 2, FEW_OFFSET, score, member);
        if (at < 0) {
            return;
        }
        if (size == 1) {
            directory = EMPTY;
        } else {
            directory = PairArrays.delete(directory, FEW_OFFSET, size, at);
            directory[0] = -(size - 1L);
        }
        changed = true;
    }

    private void removeFromRuns(long score, long member) throws Exception {
        int entry = entryFor(score, member);
        int size = size(entry);
        Run run = run(entry);
        int at = PairArrays.search(run.pairs, size, 2, 0, score, member);
        if (at < 0) {
            return;
        }
        if (size == 1) {
            run.pairs = null;
            removeEntry(entry);
        } else {
            replace(entry, PairArrays.delete(run.pairs, 0, size, at), size - 1);
        }
    }

    private void removeEntry(int entry) {
        long[] shrunk = new long[directory.length - ENTRY];
        System.arraycopy(directory, 0, shrunk, 0, entry);
        System.arraycopy(directory, entry + ENTRY, shrunk, entry, shrunk.length - entry);
        directory = shrunk;
        changed = true;
    }

    private void split(int entry, long[] pairs, int size) {
        int lowSize = size / 2;
        long newId = 0;
        for (int i = 0; i < directory.length; i += ENTRY) {
            newId = Math.max(newId, directory[i] + 1);
        }
        long[] grown = new long[directory.length + ENTRY];
        System.arraycopy(directory, 0, grown, 0, entry + ENTRY);
        System.arraycopy(directory, entry + ENTRY, grown, entry + 2 * ENTRY, directory.length - entry - ENTRY);
        directory = grown;
        directory[entry + ENTRY] = newId;
        replace(entry, Arrays.copyOf(pairs, lowSize * 2), lowSize);
        replace(entry + ENTRY, Arrays.copyOfRange(pairs, lowSize * 2, size * 2), size - lowSize);
    }

    /** Gives a run other pairs, and says so in the directory. */
    private void replace(int entry, long[] pairs, int size) {
        Run run = runs.computeIfAbsent(directory[entry], id -> new Run(pairs));
        run.pairs = pairs;
        run.changed = true;
        directory[entry + 1] = pairs[0];
        directory[entry + 2] = pairs[1];
        directory[entry + 3] = size;
        changed = true;
    }

    private boolean areFew() {
        return directory.length > 0 && directory[0] < 0;
    }

    /** How many pairs there are without runs. */
    private int few() {
        return (int) -directory[0];
    }

    private int size(int entry) {
        return (int) directory[entry + 3];
    }

    /** The run that holds the pair, or into which it goes. */
    private int entryFor(long score, long member) {
        int at = PairArrays.search(directory, directory.length / ENTRY, ENTRY, 1, score, member);
        return at >= 0 ? at : Math.max(0, -at - 1 - ENTRY);
    }
}
