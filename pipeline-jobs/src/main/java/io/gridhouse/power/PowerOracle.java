package io.gridhouse.power;

import io.gridhouse.core.config.Settings;
import io.gridhouse.core.operator.TopN;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The batch definition of every layer in SQL over the source tables: the one truth that tests, demo and {@code verify}
 * compare with.
 */
public final class PowerOracle {

    private static final String FOLDER = "oracle/";
    private static final String DEFINITIONS = FOLDER + "00-definitions.sql";

    private PowerOracle() {}

    /**
     * Creates the oracle's temporary views in a session on the source, and opens the transaction in which all tables see
     * one state.
     *
     * @param connection leaves auto-commit
     */
    public static void open(Connection connection, Settings settings) throws SQLException {
        connection.setAutoCommit(true);
        int limit = PowerOptions.rankingLimit(settings);
        set(connection, "gridhouse.business_zone", settings.businessZone().getId());
        set(connection, "gridhouse.ranking_limit", limit == TopN.ALL ? "0" : Integer.toString(limit));
        set(connection, "jit", "off");
        try (Statement statement = connection.createStatement()) {
            statement.execute(definitions());
        }
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    private static void set(Connection connection, String name, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select set_config(?, ?, false)")) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.execute();
        }
    }

    /** The statements that create the temporary views on which the queries stand. */
    public static String definitions() {
        return PowerSetup.resource(DEFINITIONS);
    }

    /**
     * The query that says what a table holds: the declared columns, without those that depend on the time of processing,
     * in the order of the key.
     *
     * @param table the table's name
     */
    public static String query(String table) {
        return PowerSetup.resource(FOLDER + table + ".sql");
    }
}
