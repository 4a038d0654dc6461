package io.gridhouse.core.operator;

import java.util.Arrays;

/**
 * Sorted (score, member) pairs in an array of longs: by score, then by member. Arrays have room behind their last pair,
 * and are changed where they are as long as that lasts.
 */
final class PairArrays {

    /** Pairs of an array at most, but for the one by which it is found to be full. */
    static final int CAPACITY = 256;

    private PairArrays() {}

    /** Puts a pair in its place, in a larger array when the present one is full. */
    static long[] insert(long[] array, int offset, int size, int place, long score, long member) {
        int end = offset + size * 2;
        int at = offset + place;
        long[] grown = array.length > end ? array : Arrays.copyOf(array, offset + (size + room(size)) * 2);
        System.arraycopy(grown, at, grown, at + 2, end - at);
        grown[at] = score;
        grown[at + 1] = member;
        return grown;
    }

    /** Takes a pair from its place; into a smaller array when the present one would be less than half full. */
    static long[] delete(long[] array, int offset, int size, int place) {
        int at = offset + place;
        int left = offset + (size - 1) * 2;
        System.arraycopy(array, at + 2, array, at, left - at);
        return array.length > left * 2 ? Arrays.copyOf(array, left) : array;
    }

    /** By how many pairs a full array of so many grows. */
    private static int room(int size) {
        return Math.min(size / 4 + 1, CAPACITY + 1 - size);
    }

    /** Binary search among records of {@code width} longs that hold a pair at {@code offset}; index of the record. */
    static int search(long[] array, int records, int width, int offset, long score, long member) {
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
