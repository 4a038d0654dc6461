package io.gridhouse.core.operator;

import java.util.Arrays;

/**
 * Elements that wait for the watermark that covers them.
 *
 * <p>The watermark of a subtask with several inputs is the least of theirs, so elements of a fast input can be ahead of
 * it; they wait for the next one. They never outlive a checkpoint barrier: a barrier that has arrived on all inputs
 * covers everything before it, so operators drain the bundle before they snapshot, and a bundle needs no state.
 *
 * @param <E> the element
 */
final class Bundle<E> {

    private static final int INITIAL_CAPACITY = 256;

    private Object[] elements = new Object[INITIAL_CAPACITY];
    private long[] numbers = new long[INITIAL_CAPACITY];
    private int size;
    private boolean sorted = true;

    /** Receives the drained elements. */
    @FunctionalInterface
    interface Drain<E> {
        void accept(E element, long number) throws Exception;
    }

    /** Keeps an element; {@code number} is its source change's, the record's timestamp. */
    void add(E element, long number) {
        if (size == elements.length) {
            elements = Arrays.copyOf(elements, size * 2);
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        sorted &= size == 0 || numbers[size - 1] <= number;
        elements[size] = element;
        numbers[size] = number;
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Hands out, in order of their numbers, all elements up to the watermark, and forgets them. */
    @SuppressWarnings("unchecked")
    void drain(long watermark, Drain<E> drain) throws Exception {
        if (!sorted) {
            sort();
        }
        int due = 0;
        while (due < size && numbers[due] <= watermark) {
            drain.accept((E) elements[due], numbers[due]);
            due++;
        }
        System.arraycopy(elements, due, elements, 0, size - due);
        System.arraycopy(numbers, due, numbers, 0, size - due);
        Arrays.fill(elements, size - due, size, null);
        size -= due;
    }

    /** Stable, so that elements of one number stay in the order of their arrival. */
    private void sort() {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(numbers[a], numbers[b]));
        Object[] sortedElements = new Object[elements.length];
        long[] sortedNumbers = new long[numbers.length];
        for (int i = 0; i < size; i++) {
            sortedElements[i] = elements[order[i]];
            sortedNumbers[i] = numbers[order[i]];
        }
        elements = sortedElements;
        numbers = sortedNumbers;
        sorted = true;
    }
}
