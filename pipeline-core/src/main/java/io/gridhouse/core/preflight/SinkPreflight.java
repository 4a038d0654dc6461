package io.gridhouse.core.preflight;

import io.gridhouse.core.jdbc.PostgresOptions;
import io.gridhouse.core.jdbc.PostgresTables;
import io.gridhouse.core.table.TableSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that a PostgreSQL table can be served. */
public final class SinkPreflight {

    private SinkPreflight() {}

    /** What keeps a job from writing the table; empty when nothing does. */
    public static List<String> check(PostgresOptions options, TableSpec<?> table) {
        List<String> findings = new ArrayList<>();
        try (Connection connection = options.connect()) {
            Set<String> columns = columns(connection, options, table.name());
            if (columns.isEmpty()
                    || columns(connection, options, PostgresTables.tombstones(table))
                            .isEmpty()) {
                findings.add("Sink table %s or %s does not exist in %s: run 'gridhouse init'"
                        .formatted(table.name(), PostgresTables.tombstones(table), options));
                return findings;
            }
            List<String> missing = table.storedColumns().stream()
                    .filter(column -> !columns.contains(column))
                    .toList();
            if (!missing.isEmpty()) {
                findings.add("Sink table %s in %s has no columns %s: run 'gridhouse clean' and 'gridhouse init'"
                        .formatted(table.name(), options, missing));
            }
        } catch (SQLException e) {
            return List.of(SourcePreflight.unreachable("sink", options.toString(), e));
        }
        return findings;
    }

    /** True when the table holds no row. */
    public static boolean isEmpty(PostgresOptions options, TableSpec<?> table) throws SQLException {
        try (Connection connection = options.connect();
                Statement statement = connection.createStatement();
                ResultSet any = statement.executeQuery("select 1 from " + table.name() + " limit 1")) {
            return !any.next();
        }
    }

    private static Set<String> columns(Connection connection, PostgresOptions options, String table)
            throws SQLException {
        Set<String> columns = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement(
                "select column_name from information_schema.columns where table_schema = ? and table_name = ?")) {
            query.setString(1, options.schema());
            query.setString(2, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
        }
        return columns;
    }
}
