package io.gridhouse.core.jdbc;

import io.gridhouse.core.change.Position;
import io.gridhouse.core.table.Column;
import io.gridhouse.core.table.ColumnType;
import io.gridhouse.core.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The PostgreSQL side of a table's declaration: DDL and the statements of the sink. */
public final class PostgresTables {

    private PostgresTables() {}

    /** The PostgreSQL type of a column. */
    public static String type(ColumnType type) {
        return switch (type.kind()) {
            case BIGINT -> "bigint";
            case INT -> "integer";
            case STRING -> "text";
            case DECIMAL -> "numeric(" + type.precision() + "," + type.scale() + ")";
            case DATE -> "date";
            case TIMESTAMP -> "timestamp(" + type.precision() + ")";
            case TIMESTAMP_LTZ -> "timestamptz(" + type.precision() + ")";
        };
    }

    /** The name of the table that remembers deleted keys of a sink table until no replay can bring them back. */
    public static String tombstones(TableSpec<?> table) {
        return table.name() + "_tombstone";
    }

    /**
     * Creates a sink table and its tombstones where they are missing.
     *
     * @param indexed columns that get an index of their own
     */
    public static List<String> create(TableSpec<?> table, List<String> indexed) {
        List<String> statements = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (Column<?> column : table.schema().columns()) {
            columns.add(column.name() + " " + type(column.type()) + (column.nullable() ? "" : " not null"));
        }
        if (table.stamp() != null) {
            columns.add(table.stamp() + " timestamp(" + TableSpec.TECHNICAL_PRECISION + ") not null");
        }
        columns.add(TableSpec.SOURCE_LSN + " bigint not null");
        columns.add(TableSpec.SOURCE_COMMIT_TIME + " timestamptz(" + TableSpec.TECHNICAL_PRECISION + ") not null");
        columns.add("primary key (" + String.join(", ", table.key()) + ")");
        statements.add("create table if not exists " + table.name() + " (" + String.join(", ", columns) + ")");
        for (String column : indexed) {
            statements.add("create index if not exists " + table.name() + "_" + column + "_idx on " + table.name()
                    + " (" + column + ")");
        }
        String key = table.key().stream()
                .map(name -> name + " "
                        + type(table.schema()
                                .columns()
                                .get(table.schema().indexOf(name))
                                .type()))
                .collect(Collectors.joining(", "));
        statements.add("create table if not exists " + tombstones(table) + " (" + key + ", " + TableSpec.SOURCE_LSN
                + " bigint not null, primary key (" + String.join(", ", table.key()) + "))");
        statements.add("create index if not exists " + tombstones(table) + "_lsn_idx on " + tombstones(table) + " ("
                + TableSpec.SOURCE_LSN + ")");
        return statements;
    }

    /** Deletes every row of a sink table and its tombstones. A writer need not own them, so it can't truncate. */
    public static List<String> empty(TableSpec<?> table) {
        return List.of("delete from " + table.name(), "delete from " + tombstones(table));
    }

    /** Removes a sink table and its tombstones. */
    public static List<String> drop(TableSpec<?> table) {
        return List.of("drop table if exists " + table.name(), "drop table if exists " + tombstones(table));
    }

    /**
     * Writes a row, unless the table holds it at a later position. A row of a snapshot replaces every other: when it is read
     * again after a failure, what the earlier run streamed is in it. Parameters: the stored columns in order.
     */
    static String upsert(TableSpec<?> table) {
        List<String> columns = table.storedColumns();
        String set = columns.stream()
                .filter(column -> !table.key().contains(column))
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        return ("insert into %s (%s) values (%s) on conflict (%s) do update set %s where %s.%s <= excluded.%s"
                        + " or excluded.%s = %d")
                .formatted(
                        table.name(),
                        String.join(", ", columns),
                        String.join(", ", columns.stream().map(column -> "?").toList()),
                        String.join(", ", table.key()),
                        set,
                        table.name(),
                        TableSpec.SOURCE_LSN,
                        TableSpec.SOURCE_LSN,
                        TableSpec.SOURCE_LSN,
                        Position.SNAPSHOT_LSN);
    }

    /** Deletes a row, unless the table holds it at a later position. Parameters: the key, the position. */
    static String delete(TableSpec<?> table) {
        return "delete from " + table.name() + " where " + keyEquals(table) + " and " + TableSpec.SOURCE_LSN + " <= ?";
    }

    /** Remembers that a key was deleted at a position. Parameters: the key, the position. */
    static String bury(TableSpec<?> table) {
        return "insert into %s (%s, %s) values (%s, ?) on conflict (%s) do update set %s = greatest(%s.%s, excluded.%s)"
                .formatted(
                        tombstones(table),
                        String.join(", ", table.key()),
                        TableSpec.SOURCE_LSN,
                        String.join(", ", table.key().stream().map(k -> "?").toList()),
                        String.join(", ", table.key()),
                        TableSpec.SOURCE_LSN,
                        tombstones(table),
                        TableSpec.SOURCE_LSN,
                        TableSpec.SOURCE_LSN);
    }

    /** Forgets that a key was deleted. Parameters: the key. */
    static String exhume(TableSpec<?> table) {
        return "delete from " + tombstones(table) + " where " + keyEquals(table);
    }

    /** Removes again what a replay brought back although its key was deleted later. A snapshot brings nothing back. */
    static String layToRest(TableSpec<?> table) {
        return "delete from %s using %s where %s and %s.%s < %s.%s and %s.%s > %d"
                .formatted(
                        table.name(),
                        tombstones(table),
                        table.key().stream()
                                .map(key -> table.name() + "." + key + " = " + tombstones(table) + "." + key)
                                .collect(Collectors.joining(" and ")),
                        table.name(),
                        TableSpec.SOURCE_LSN,
                        tombstones(table),
                        TableSpec.SOURCE_LSN,
                        table.name(),
                        TableSpec.SOURCE_LSN,
                        Position.SNAPSHOT_LSN);
    }

    private static String keyEquals(TableSpec<?> table) {
        return table.key().stream().map(key -> key + " = ?").collect(Collectors.joining(" and "));
    }
}
