package io.gridhouse.core.operator;

import java.util.Arrays;
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
 * <p>Up to {@value #RUN_CAPACITY} pairs stand in one array, so that a key with few pairs, such as a user's day, has one entry of
 * state. More stand in runs of as many at most, and the first state becomes their directory, which says where each run
 * begins. Finding a place costs a binary search in the directory and one in a run; adding or removing moves the
 * pairs behind it in one run, in place: so the cost per change hardly grows with the history (measured in
 * {@code docs/benchmarks}). 16 bytes per pair, 32 per run; an array has room for at most as many pairs again.
 *
 * <p>Arrays are changed where they are and put back within one call, and none is kept from call to call: that is how
 * the heap state backend wants it, which copies a value that a snapshot under way still needs when the value is asked
 * for. Copying them with every change made three quarters of what the old generation was filled with.
 */
final class OrderedPairs {

    private static final int RUN_CAPACITY = 256;

    /** Per run in the directory: its id in state, its first score, its first member, its pairs. */
    private static final int ENTRY = 4;

    /** Where the pairs begin in an array without runs; ahead of them stands their number, negated: no run has such an id. */
    private static final int FEW_OFFSET = 1;

    private static final long[] EMPTY = {};

    private final ValueState<long[]> directoryState;
    private final MapState<Long, long[]> runs;

    OrderedPairs(RuntimeContext context, String name) {
        directoryState = context.getState(
                new ValueStateDescriptor<>(directoryName(name), PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
        runs = context.getMapState(new MapStateDescriptor<>(
                runsName(name), Types.LONG, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    static String directoryName(String name) {
        return name + "-directory";
    }

    static String runsName(String name) {
        return name + "-runs";
    }

    private long[] directory() throws Exception {
        long[] directory = directoryState.value();
        return directory == null ? EMPTY : directory;
    }

    boolean isEmpty() throws Exception {
        return directory().length == 0;
    }

    /** The least score. The set must not be empty. */
    long firstScore() throws Exception {
        return directory()[1];
    }

    /** The member of the least pair. The set must not be empty. */
    long firstMember() throws Exception {
        return directory()[2];
    }

    /** The greatest score. The set must not be empty. */
    long lastScore() throws Exception {
        long[] directory = directory();
        if (areFew(directory)) {
            return directory[FEW_OFFSET + (few(directory) - 1) * 2];
        }
        int last = directory.length - ENTRY;
        return runs.get(directory[last])[(size(directory, last) - 1) * 2];
    }

    /** The members of the least pairs in their order, at most {@code limit}. */
    long[] first(int limit) throws Exception {
        long[] directory = directory();
        if (areFew(directory)) {
            long[] members = new long[Math.min(few(directory), limit)];
            for (int i = 0; i < members.length; i++) {
                members[i] = directory[FEW_OFFSET + i * 2 + 1];
            }
            return members;
        }
        long all = 0;
        for (int entry = 0; entry < directory.length && all < limit; entry += ENTRY) {
            all += directory[entry + 3];
        }
        long[] members = new long[(int) Math.min(all, limit)];
        int at = 0;
        for (int entry = 0; at < members.length; entry += ENTRY) {
            long[] run = runs.get(directory[entry]);
            int end = size(directory, entry) * 2;
            for (int i = 1; i < end && at < members.length; i += 2) {
                members[at++] = run[i];
            }
        }
        return members;
    }

    /** The pair at a place counted from 0, or null when the set is smaller. */
    long[] pairAt(long place) throws Exception {
        long[] directory = directory();
        if (areFew(directory)) {
            int at = (int) (FEW_OFFSET + place * 2);
            return place < few(directory) ? new long[] {directory[at], directory[at + 1]} : null;
        }
        long skipped = 0;
        for (int entry = 0; entry < directory.length; entry += ENTRY) {
            long size = directory[entry + 3];
            if (place < skipped + size) {
                long[] run = runs.get(directory[entry]);
                int at = (int) (place - skipped) * 2;
                return new long[] {run[at], run[at + 1]};
            }
            skipped += size;
        }
        return null;
    }

    /** Adds a pair; a pair that is there already stays once. */
    void add(long score, long member) throws Exception {
        long[] directory = directory();
        if (directory.length == 0) {
            directoryState.update(new long[] {-1, score, member});
        } else if (areFew(directory)) {
            addToFew(directory, score, member);
        } else {
            addToRuns(directory, score, member);
        }
    }

    private void addToFew(long[] pairs, long score, long member) throws Exception {
        int size = few(pairs);
        int at = search(pairs, size, 2, FEW_OFFSET, score, member);
        if (at >= 0) {
            return;
        }
        long[] grown = insert(pairs, FEW_OFFSET, size, -at - 1, score, member);
        if (size < RUN_CAPACITY) {
            grown[0] = -(size + 1L);
            directoryState.update(grown);
        } else {
            split(new long[ENTRY], 0, Arrays.copyOfRange(grown, FEW_OFFSET, FEW_OFFSET + (size + 1) * 2), size + 1);
        }
    }

    private void addToRuns(long[] directory, long score, long member) throws Exception {
        int entry = entryFor(directory, score, member);
        int size = size(directory, entry);
        long[] run = runs.get(directory[entry]);
        int at = search(run, size, 2, 0, score, member);
        if (at >= 0) {
            return;
        }
        long[] grown = insert(run, 0, size, -at - 1, score, member);
        if (size < RUN_CAPACITY) {
            runs.put(directory[entry], grown);
            describe(directory, entry, directory[entry], grown, size + 1);
            directoryState.update(directory);
        } else {
            split(directory, entry, grown, size + 1);
        }
    }

    /** Puts a pair in its place, in a larger array when the present one is full. */
    private static long[] insert(long[] array, int offset, int size, int place, long score, long member) {
        int end = offset + size * 2;
        int at = offset + place;
        long[] grown = array.length > end ? array : Arrays.copyOf(array, offset + (size + room(size)) * 2);
        System.arraycopy(grown, at, grown, at + 2, end - at);
        grown[at] = score;
        grown[at + 1] = member;
        return grown;
    }

    /** Removes a pair; one that is not there is no error, since state decides. */
    void remove(long score, long member) throws Exception {
        long[] directory = directory();
        if (areFew(directory)) {
            removeFromFew(directory, score, member);
        } else if (directory.length > 0) {
            removeFromRuns(directory, score, member);
        }
    }

    private void removeFromFew(long[] pairs, long score, long member) throws Exception {
        int size = few(pairs);
        int at = search(pairs, size, 2, FEW_OFFSET, score, member);
        if (at < 0) {
            return;
        }
        if (size == 1) {
            directoryState.clear();
            return;
        }
        long[] shrunk = delete(pairs, FEW_OFFSET, size, at);
        shrunk[0] = -(size - 1L);
        directoryState.update(shrunk);
    }

    private void removeFromRuns(long[] directory, long score, long member) throws Exception {
        int entry = entryFor(directory, score, member);
        int size = size(directory, entry);
        long[] run = runs.get(directory[entry]);
        int at = search(run, size, 2, 0, score, member);
        if (at < 0) {
            return;
        }
        if (size == 1) {
            removeRun(directory, entry);
            return;
        }
        long[] shrunk = delete(run, 0, size, at);
        runs.put(directory[entry], shrunk);
        describe(directory, entry, directory[entry], shrunk, size - 1);
        directoryState.update(directory);
    }

    /** Takes a pair from its place; into a smaller array when the present one would be less than half full. */
    private static long[] delete(long[] array, int offset, int size, int place) {
        int at = offset + place;
        int left = offset + (size - 1) * 2;
        System.arraycopy(array, at + 2, array, at, left - at);
        return array.length > left * 2 ? Arrays.copyOf(array, left) : array;
    }

    private void removeRun(long[] directory, int entry) throws Exception {
        runs.remove(directory[entry]);
        if (directory.length == ENTRY) {
            directoryState.clear();
            return;
        }
        long[] shrunk = new long[directory.length - ENTRY];
        System.arraycopy(directory, 0, shrunk, 0, entry);
        System.arraycopy(directory, entry + ENTRY, shrunk, entry, shrunk.length - entry);
        directoryState.update(shrunk);
    }

    private void split(long[] directory, int entry, long[] run, int size) throws Exception {
        int lowSize = size / 2;
        long[] low = Arrays.copyOf(run, lowSize * 2);
        long[] high = Arrays.copyOfRange(run, lowSize * 2, size * 2);
        long newId = 0;
        for (int i = 0; i < directory.length; i += ENTRY) {
            newId = Math.max(newId, directory[i] + 1);
        }
        runs.put(directory[entry], low);
        runs.put(newId, high);
        long[] grown = new long[directory.length + ENTRY];
        System.arraycopy(directory, 0, grown, 0, entry + ENTRY);
        System.arraycopy(directory, entry + ENTRY, grown, entry + 2 * ENTRY, directory.length - entry - ENTRY);
        describe(grown, entry, directory[entry], low, lowSize);
        describe(grown, entry + ENTRY, newId, high, size - lowSize);
        directoryState.update(grown);
    }

    /** By how many pairs a full array of so many grows. */
    private static int room(int size) {
        return Math.min(size / 4 + 1, RUN_CAPACITY + 1 - size);
    }

    private static boolean areFew(long[] directory) {
        return directory.length > 0 && directory[0] < 0;
    }

    /** How many pairs an array without runs has. */
    private static int few(long[] pairs) {
        return (int) -pairs[0];
    }

    private static int size(long[] directory, int entry) {
        return (int) directory[entry + 3];
    }

    private static void describe(long[] directory, int entry, long id, long[] run, int size) {
        directory[entry] = id;
        directory[entry + 1] = run[0];
        directory[entry + 2] = run[1];
        directory[entry + 3] = size;
    }

    /** The run that holds the pair, or into which it goes. */
    private static int entryFor(long[] directory, long score, long member) {
        int at = search(directory, directory.length / ENTRY, ENTRY, 1, score, member);
        return at >= 0 ? at : Math.max(0, -at - 1 - ENTRY);
    }

    /** Binary search among records of {@code width} longs that hold a pair at {@code offset}; index of the record. */
    private static int search(long[] array, int records, int width, int offset, long score, long member) {
        int low = 0;
        int high = records - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int at = middle * width + offset;
            int order = Long.compare(array[at], score);
            order = order != 0 ? order : Long.compare(array[at + 1], member);
            if (order < 0) {
                low = middle + 1;
            } else if (order > 0) {
                high = middle - 1;
            } else {
                return middle * width;
            }
        }
        return -(low * width) - 1;
    }
}
