package io.gridhouse.console.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A connection to the power source on which the oracle's views exist, and short words to fill and
 * ask it.
 */
final class PowerOracleSession implements AutoCloseable {

    private static final String POWER = "/io/gridhouse/power/";

    private final Connection connection;

    private PowerOracleSession(Connection connection) {
        this.connection = connection;
    }

    /**
     * Takes over the connection, creates the source tables where they are missing, and the oracle's
     * views.
     */
    static PowerOracleSession open(Connection connection) throws SQLException {
        PowerOracleSession session = new PowerOracleSession(connection);
        session.execute(resource("source-schema.sql"));
        session.execute(resource("oracle/00-definitions.sql"));
        return session;
    }

    /** Inserts a user without address, phone and times. */
    void user(long userId, String name, String usageType, int regionId, String regionName) throws SQLException {
        execute("INSERT INTO power_user VALUES (%d, '%s', '%s', %d, '%s')"
                .formatted(userId, name, usageType, regionId, regionName));
    }

    /**
     * Inserts a reading without meter readings and remark. Amount and cost are decimals, date is
     * PostgreSQL text.
     */
    void reading(long consumptionId, long userId, String amount, String cost, String date) throws SQLException {
        readingOf("%d, %d, %s, %s, '%s'".formatted(consumptionId, userId, amount, cost, date));
    }

    /** Inserts a reading of SQL values in table order, of which the last ones may be left out. */
    void readingOf(String values) throws SQLException {
        execute("INSERT INTO power_consumption VALUES (" + values + ")");
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * The oracle's rows of a table, in the oracle's order. Values are PostgreSQL's text, joined by
     * " | ".
     */
    List<String> oracle(String table) throws SQLException {
        return query(resource("oracle/" + table + ".sql"));
    }

    /** The oracle's answer as a table expression, to ask questions about it. */
    static String oracleOf(String table) {
        return "(" + resource("oracle/" + table + ".sql") + ") AS " + table;
    }

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

    /**
     * The columns of the oracle's answer: name and type, decimals with precision and scale, text
     * without length.
     */
    List<String> columns(String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(resource("oracle/" + table + ".sql"))) {
            ResultSetMetaData meta = result.getMetaData();
            for (int column = 1; column <= meta.getColumnCount(); column++) {
                columns.add(meta.getColumnName(column) + " " + type(meta, column));
            }
        }
        return columns;
    }

    private static String type(ResultSetMetaData meta, int column) throws SQLException {
        return switch (meta.getColumnType(column)) {
            case Types.NUMERIC -> "numeric(" + meta.getPrecision(column) + "," + meta.getScale(column) + ")";
            case Types.VARCHAR -> "text";
            default -> meta.getColumnTypeName(column);
        };
    }

    private static String resource(String name) {
        try (InputStream stream = PowerOracleSession.class.getResourceAsStream(POWER + name)) {
            if (stream == null) {
                throw new IllegalStateException("No resource " + POWER + name + " on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Can't read resource " + POWER + name, e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
