package io.gridhouse.core.change;

/**
 * One change of one row, whole: an insert has no {@code before}, a delete no {@code after}. An update travels as one
 * element, so that nothing downstream sees half of it.
 *
 * @param <T> the row
 * @param before the row as it was; null for an insert
 * @param after the row as it is; null for a delete
 * @param position where the change stands in the source's history
 */
public record Change<T>(T before, T after, Position position) {

    public Change {
        if (before == null && after == null) {
            throw new IllegalArgumentException("A change needs a row before or after it");
        }
    }

    /** A row that was not there. */
    public static <T> Change<T> insert(T after, Position position) {
        return new Change<>(null, after, position);
    }

    /** A row that is another one now. */
    public static <T> Change<T> update(T before, T after, Position position) {
        return new Change<>(before, after, position);
    }

    /** A row that is gone. */
    public static <T> Change<T> delete(T before, Position position) {
        return new Change<>(before, null, position);
    }

    /** True when the row is gone after this change. */
    public boolean isDelete() {
        return after == null;
    }

    /** The row after the change or, of a delete, the row before it; never null. It has the change's key. */
    public T row() {
        return after != null ? after : before;
    }
}
