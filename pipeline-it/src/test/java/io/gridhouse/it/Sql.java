package io.gridhouse.it;

import io.gridhouse.core.jdbc.PostgresOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A session on a database, and short words to change and ask it. Statements commit one by one. */
final class Sql implements AutoCloseable {

    private final Connection connection;

    Sql(PostgresOptions database) throws SQLException {
        connection = database.connect();
    }

    void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The rows as PostgreSQL's texts, joined by " | ". */
    List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringJoiner row = new StringJoiner(" | ");
                for (int column = 1; column <= columns; column++) {
                    row.add(String.valueOf(result.getString(column)));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /** The one value of a query with one row and column. */
    long number(String sql) throws SQLException {
        return Long.parseLong(query(sql).get(0));
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
