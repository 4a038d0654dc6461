package io.gridhouse.core.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of the warehouse: its name, columns, key and buckets. The DDL and codecs of Fluss and PostgreSQL, the CDC
 * reader, the type information and the table reference in the documentation all come from it.
 *
 * <p>Tables of the warehouse carry two technical columns behind the declared ones, {@link #SOURCE_LSN} and
 * {@link #SOURCE_COMMIT_TIME}, so that lag and lineage can be queried at every layer.
 *
 * @param <T> the row
 * @param name without database, lower snake case
 * @param schema the columns
 * @param key names of the primary key's columns, in order; not empty
 * @param bucketKey the columns that choose a Fluss bucket; a subset of the key
 * @param stamp a TIMESTAMP(3) column behind the declared ones that the writer sets to the time of writing in the
 *     business zone; null when the table has none. It is no part of the row, so it makes no two rows differ
 */
public record TableSpec<T>(String name, RowSchema<T> schema, List<String> key, List<String> bucketKey, String stamp)
        implements Serializable {

    /** The precision of a stamp and of the commit time: milliseconds. */
    public static final int TECHNICAL_PRECISION = 3;

    /** BIGINT: the position of the newest change that the row contains, see {@code Position}. */
    public static final String SOURCE_LSN = "source_lsn";

    /** TIMESTAMP_LTZ(3): when that change was committed at the source. */
    public static final String SOURCE_COMMIT_TIME = "source_commit_time";

    public TableSpec {
        key = List.copyOf(key);
        bucketKey = List.copyOf(bucketKey);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("Table " + name + " needs a primary key");
        }
        for (String column : key) {
            if (schema.columns().get(schema.indexOf(column)).nullable()) {
                throw new IllegalArgumentException("Key column " + name + "." + column + " must not be nullable");
            }
        }
        if (!key.containsAll(bucketKey)) {
            throw new IllegalArgumentException(
                    "The bucket key " + bucketKey + " of " + name + " must be a subset of its key " + key);
        }
    }

    /** A table whose bucket key is its whole primary key. */
    public static <T> TableSpec<T> of(String name, RowSchema<T> schema, String... key) {
        return new TableSpec<>(name, schema, List.of(key), List.of(key), null);
    }

    /** The same table with fewer columns in its bucket key. */
    public TableSpec<T> bucketedBy(String... columns) {
        return new TableSpec<>(name, schema, key, List.of(columns), stamp);
    }

    /** The same table with a column that says when each row was written. */
    public TableSpec<T> stampedBy(String column) {
        return new TableSpec<>(name, schema, key, bucketKey, column);
    }

    /** The names of all columns as stored: the declared ones, the stamp, the technical ones. */
    public List<String> storedColumns() {
        List<String> names = new ArrayList<>();
        schema.columns().forEach(column -> names.add(column.name()));
        if (stamp != null) {
            names.add(stamp);
        }
        names.add(SOURCE_LSN);
        names.add(SOURCE_COMMIT_TIME);
        return names;
    }

    /** The places of the key's columns in the schema. */
    public int[] keyIndexes() {
        return key.stream().mapToInt(schema::indexOf).toArray();
    }
}
