package io.gridhouse.core.cdc;

import java.util.List;

/**
 * A source table as the server announced it, ahead of its first change and after each change of its definition.
 *
 * @param columns all columns, in their order
 * @param places for each captured column its index there
 * @param key the indexes of the primary key's columns there
 */
record Relation(List<String> columns, int[] places, int[] key) {

    /**
     * Finds the captured columns.
     *
     * @throws IllegalStateException when one is missing
     */
    static Relation of(CapturedTable<?> table, List<String> columns) {
        return new Relation(
                columns,
                table.schema().columns().stream()
                        .mapToInt(column -> place(table, columns, column.name()))
                        .toArray(),
                table.key().stream()
                        .mapToInt(column -> place(table, columns, column))
                        .toArray());
    }

    private static int place(CapturedTable<?> table, List<String> columns, String column) {
        int place = columns.indexOf(column);
        if (place < 0) {
            throw new IllegalStateException(("Captured table %s has no column '%s' any more: add it again and"
                            + " let the job go on, or build the warehouse anew with a row type that does without it"
                            + " (docs/operations/rebuild.md)")
                    .formatted(table.qualifiedName(), column));
        }
        return place;
    }
}
