package io.gridhouse.console.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.postgresql.PGStatement;

/** One connection of a live load. Used by one thread, save {@link #cancel()} and {@link #abort(Executor)}. */
final class LoadSession implements AutoCloseable, LongSupplier {

    private static final int ID_BLOCK = 1_000;

    private final Connection connection;
    private final int rowsPerTransaction;
    private final PreparedStatement call;
    private final PreparedStatement reserve;
    private long[] ids = new long[0];
    private int nextId;
    private long batches;

    private LoadSession(Connection connection, int rowsPerTransaction) throws SQLException {
        this.connection = connection;
        this.rowsPerTransaction = rowsPerTransaction;
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = '" + PowerLoad.APPLICATION_NAME + "'");
            statement.execute(ApplyProcedure.CREATE);
        }
        call = connection.prepareStatement(ApplyProcedure.CALL);
        call.unwrap(PGStatement.class).setPrepareThreshold(1);
        reserve = connection.prepareStatement("SELECT nextval(?::regclass) FROM generate_series(1, ?)");
        reserve.setString(1, sequenceName());
    }

    /**
     * Opens a connection and prepares it.
     *
     * @throws SQLException when the database refuses, or the key column has no sequence
     */
    static LoadSession open(DataSource source, int rowsPerTransaction) throws SQLException {
        Connection connection = source.getConnection();
        try {
            return new LoadSession(connection, rowsPerTransaction);
        } catch (SQLException | RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /**
     * Makes sure that so many keys can be taken.
     *
     * @throws SQLException when the sequence can't be read
     */
    void reserveIds(int count) throws SQLException {
        int left = ids.length - nextId;
        if (left >= count) {
            return;
        }
        int wanted = Math.max(count - left, ID_BLOCK);
        long[] more = new long[left + wanted];
        System.arraycopy(ids, nextId, more, 0, left);
        reserve.setInt(2, wanted);
        try (ResultSet rows = reserve.executeQuery()) {
            for (int i = left; rows.next(); i++) {
                more[i] = rows.getLong(1);
            }
        }
        ids = more;
        nextId = 0;
    }

    /** Takes a reserved key, a value of the table's own sequence that nobody else gets. */
    @Override
    public long getAsLong() {
        return ids[nextId++];
    }

    /**
     * Runs and commits operations, and counts what was committed, also when it fails halfway.
     *
     * @throws SQLException naming the operation and its key
     */
    void apply(LoadBatch batch, LoadCounters counters) throws SQLException {
        batches++;
        String prefix = batches + ":";
        List<Operation> operations = batch.operations();
        try {
            call.setString(1, batch.takeChanges());
            call.setString(2, batch.takeUsers());
            call.setString(3, prefix);
            try (ResultSet answer = call.executeQuery()) {
                answer.next();
                counters.add(operations, answer.getString(1).substring(prefix.length()));
            }
        } catch (SQLException e) {
            throw failure(operations, committed(prefix, e), counters, e);
        }
    }

    /** Ends the statement under way, from another thread. */
    void cancel() throws SQLException {
        call.cancel();
    }

    /** Breaks the connection off, from another thread. */
    void abort(Executor executor) throws SQLException {
        connection.abort(executor);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** What the session committed of the batch that failed; empty when the connection is gone. */
    private String committed(String prefix, SQLException failure) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT current_setting('" + ApplyProcedure.COMMITTED_SETTING + "', true)")) {
            row.next();
            String setting = row.getString(1);
            return setting != null && setting.startsWith(prefix) ? setting.substring(prefix.length()) : "";
        } catch (SQLException e) {
            failure.addSuppressed(e);
            return "";
        }
    }

    private SQLException failure(
            List<Operation> operations, String committed, LoadCounters counters, SQLException cause) {
        counters.add(operations, committed);
        int first = committed.length();
        int last = Math.min(first + rowsPerTransaction, operations.size()) - 1;
        String where = first >= last
                ? operations.get(Math.min(first, operations.size() - 1)).describe()
                : "a transaction from " + operations.get(first).describe() + " to "
                        + operations.get(last).describe();
        return new SQLException(where + ": " + cause.getMessage(), cause.getSQLState(), cause);
    }

    private String sequenceName() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT pg_get_serial_sequence('power_consumption', 'consumption_id')")) {
            row.next();
            String name = row.getString(1);
            if (name == null) {
                throw new SQLException("power_consumption.consumption_id has no sequence: it must be BIGSERIAL, as"
                        + " source-schema.sql makes it, so that keys of the load and of others never collide.");
            }
            return name;
        }
    }
}
