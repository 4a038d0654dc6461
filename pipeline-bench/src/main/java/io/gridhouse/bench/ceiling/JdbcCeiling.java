package io.gridhouse.bench.ceiling;

import io.gridhouse.bench.ceiling.CeilingCommand.Timed;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerTables;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.stream.Collectors;

/** Batches of upserts into the sink's table, a transaction each: new keys first, then the same keys again. */
final class JdbcCeiling {

    /** Rows with keys of their own that are written before anything is timed. */
    private static final int WARM_UP = 100_000;

    private static final int BATCH = 1_000;
    private static final BigDecimal AMOUNT = new BigDecimal("123.45");

    private JdbcCeiling() {}

    static void run(Settings settings, long rows, Timed timed) throws SQLException {
        List<String> columns = PowerTables.ADS_DASHBOARD.storedColumns();
        List<String> key = PowerTables.ADS_DASHBOARD.key();
        String sql = "insert into %s (%s) values (%s) on conflict (%s) do update set %s"
                .formatted(
                        PowerTables.ADS_DASHBOARD.name(),
                        String.join(", ", columns),
                        columns.stream().map(column -> "?").collect(Collectors.joining(", ")),
                        String.join(", ", key),
                        columns.stream()
                                .filter(column -> !key.contains(column))
                                .map(column -> column + " = excluded." + column)
                                .collect(Collectors.joining(", ")));
        try (Connection connection = settings.sink().connect();
                PreparedStatement upsert = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            write(connection, upsert, -WARM_UP, 0);
            timed.note("jdbc-inserts", rows, write(connection, upsert, 0, rows));
            timed.note("jdbc-updates", rows, write(connection, upsert, 0, rows));
        }
    }

    private static double write(Connection connection, PreparedStatement upsert, int from, long to)
            throws SQLException {
        Date day = Date.valueOf("2024-01-31");
        Timestamp now = new Timestamp(System.currentTimeMillis());
        long begin = System.nanoTime();
        for (int row = from; row < to; row++) {
            int column = 1;
            upsert.setString(column++, "DASHBOARD_" + row);
            upsert.setDate(column++, day);
            upsert.setInt(column++, row);
            upsert.setString(column++, "北京市");
            upsert.setBigDecimal(column++, AMOUNT);
            upsert.setBigDecimal(column++, AMOUNT);
            upsert.setLong(column++, row);
            upsert.setBigDecimal(column++, AMOUNT);
            upsert.setInt(column++, 10);
            upsert.setBigDecimal(column++, AMOUNT);
            upsert.setLong(column++, row);
            upsert.setString(column++, "王伟");
            upsert.setBigDecimal(column++, AMOUNT);
            upsert.setTimestamp(column++, now);
            upsert.setLong(column++, begin);
            upsert.setTimestamp(column, now);
            upsert.addBatch();
            if ((row + 1) % BATCH == 0) {
                upsert.executeBatch();
                connection.commit();
            }
        }
        upsert.executeBatch();
        connection.commit();
        return (System.nanoTime() - begin) / 1e9;
    }
}
