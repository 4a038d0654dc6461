package io.gridhouse.core.operator;

import io.gridhouse.core.change.Position;

/** What a bundle holds for one row: the row after the last change, and where that change stands. */
final class Pending<T> {

    /** The row as it is after the bundle; null when it is gone. */
    T after;

    /** The latest position among the changes. */
    Position position;

    /** The number of the last source change, the timestamp of what is emitted for it. */
    long number;

    /**
     * Takes the next change in order of the numbers. Of one source change, what comes counts after what goes, in
     * whichever order they arrive: a row that moves between two subtasks upstream is deleted by the one and inserted by
     * the other.
     */
    void take(T row, Position changePosition, long changeNumber) {
        boolean replaced = row == null && after != null && number == changeNumber;
        if (!replaced) {
            after = row;
        }
        position = position == null ? changePosition : position.max(changePosition);
        number = Math.max(number, changeNumber);
    }
}
