package io.gridhouse.console.verify;

import io.gridhouse.core.config.Settings;
import io.gridhouse.core.fluss.FlussTables;
import io.gridhouse.core.jdbc.PostgresOptions;
import io.gridhouse.core.table.Column;
import io.gridhouse.core.table.RowKey;
import io.gridhouse.core.table.RowSchema;
import io.gridhouse.core.table.TableSpec;
import io.gridhouse.power.PowerOracle;
import io.gridhouse.power.PowerTables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Compares all Fluss tables and the sink with the oracle. The stream should be quiet meanwhile. */
public final class Verification {

    private static final int FETCH_ROWS = 5_000;

    private final Settings settings;

    /** A verification of the warehouse that the settings describe. */
    public Verification(Settings settings) {
        this.settings = settings;
    }

    /** One result per table, from the lowest layer up, the sink last. */
    @SuppressWarnings("try")
    public List<LayerResult> run() throws Exception {
        List<LayerResult> results = new ArrayList<>();
        try (Connection source = settings.source().connect();
                FlussTables fluss = new FlussTables(settings.fluss())) {
            PowerOracle.open(source, settings);
            for (TableSpec<?> table : PowerTables.fluss()) {
                results.add(layer(source, fluss, table));
            }
            results.add(sink(source, PowerTables.ADS_DASHBOARD));
        }
        return results;
    }

    /** The sink table alone, for what keeps no layers. */
    public LayerResult sink() throws SQLException {
        try (Connection source = settings.source().connect()) {
            PowerOracle.open(source, settings);
            return sink(source, PowerTables.ADS_DASHBOARD);
        }
    }

    private static <T> LayerResult layer(Connection source, FlussTables fluss, TableSpec<T> table) throws SQLException {
        return compare(source, table.name(), table, fluss.scan(table).rows());
    }

    private <T> LayerResult sink(Connection source, TableSpec<T> table) throws SQLException {
        return compare(source, "sink." + table.name(), table, rows(settings.sink(), table));
    }

    private static <T> LayerResult compare(Connection source, String name, TableSpec<T> table, Map<Object, T> rows)
            throws SQLException {
        try (Statement statement = source.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet oracle = statement.executeQuery(PowerOracle.query(table.name()))) {
                return new LayerComparison<>(name, table, rows).with(oracle);
            }
        }
    }

    private static <T> Map<Object, T> rows(PostgresOptions sink, TableSpec<T> table) throws SQLException {
        String columns = table.schema().columns().stream().map(Column::name).collect(Collectors.joining(", "));
        Map<Object, T> rows = new HashMap<>();
        RowKey<T> keys = new RowKey<>(table);
        RowSchema.Reader<T> reader = table.schema().reader();
        try (Connection connection = sink.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet result = statement.executeQuery("select " + columns + " from " + table.name())) {
                ResultSetRow source = new ResultSetRow(result);
                while (result.next()) {
                    T row = reader.read(source);
                    rows.put(keys.of(row), row);
                }
            }
        }
        return rows;
    }
}
