package io.gridhouse.core.cdc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far any run has read a slot, kept beside it at the source: what stands behind the mark, no run can have seen (ADR 8).
 *
 * <p>It is raised before a change behind it is handed to the job, by {@value #AHEAD_BYTES} bytes more than is needed, so
 * that the source has one more commit per that much WAL. Where {@value #TABLE} is missing there is no mark: everything up to
 * the WAL's present end can have been seen. For one thread, save {@link #abort}.
 */
public final class ReadMark {

    /** The table, in the schema of the source's settings; {@link #CREATE} makes it. */
    public static final String TABLE = "gridhouse_read_mark";

    /** Creates the table where it is missing; a row per slot. */
    public static final String CREATE =
            "create table if not exists " + TABLE + " (slot_name text primary key, lsn pg_lsn not null)";

    /** Forgets the mark of a slot, the parameter. */
    public static final String FORGET = "delete from " + TABLE + " where slot_name = ?";

    /** Drops the table when it has no mark any more. */
    public static final String DROP_EMPTY =
            "do $$ begin if not exists (select from " + TABLE + ") then drop table " + TABLE + "; end if; end $$";

    private static final Logger LOG = LoggerFactory.getLogger(ReadMark.class);

    /** After a failure so much is replayed without being folded beside what was really read: some thousand changes. */
    private static final long AHEAD_BYTES = 2 << 20;

    private final Connection connection;
    private final PreparedStatement raise;
    private final long found;
    private long mark;

    private ReadMark(Connection connection, PreparedStatement raise, long found, long mark) {
        this.connection = connection;
        this.raise = raise;
        this.found = found;
        this.mark = mark;
    }

    /**
     * Reads the mark of a slot. To be called when no other reader has the slot any more.
     *
     * @throws SQLException when the source can't be reached, or the role may not write the table
     */
    static ReadMark open(CaptureOptions options) throws SQLException {
        Connection connection = options.database().connect();
        try (Statement statement = connection.createStatement()) {
            // A mark that is lost with a crash of the server would be worse than none.
            statement.execute("set synchronous_commit = on");
            long walEnd = number(connection, "select pg_current_wal_lsn() - '0/0'::pg_lsn");
            if (number(connection, "select count(*) from (select to_regclass('" + TABLE + "') t) x where t is not null")
                    == 0) {
                LOG.warn(
                        "Table {} is missing in {}: after a failure all WAL is replayed change by change. 'gridhouse init'"
                                + " creates it",
                        TABLE,
                        options.database());
                connection.close();
                return new ReadMark(null, null, walEnd, Long.MAX_VALUE);
            }
            PreparedStatement raise = connection.prepareStatement(
                    "insert into " + TABLE
                            + " as m values (?, ?::pg_lsn) on conflict (slot_name) do update set lsn = greatest(m.lsn, excluded.lsn)");
            raise.setString(1, options.slot());
            Long mark = mark(connection, options.slot());
            return mark == null
                    ? new ReadMark(connection, raise, walEnd, -1)
                    : new ReadMark(connection, raise, mark, mark);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Long mark(Connection connection, String slot) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select lsn - '0/0'::pg_lsn from " + TABLE + " where slot_name = ?")) {
            query.setString(1, slot);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Long.valueOf(row.getLong(1)) : null;
            }
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Whether an earlier run can have read a change at this position. */
    boolean covers(long lsn) {
        return lsn <= found;
    }

    /** To be called before a change at this position is handed to the job. */
    void reach(long lsn) throws SQLException {
        if (lsn > mark) {
            long raised = lsn + AHEAD_BYTES;
            raise.setString(2, LogSequenceNumber.valueOf(raised).asString());
            raise.executeUpdate();
            mark = raised;
        }
    }

    /** Breaks the connection off, from whatever thread. */
    void abort() throws SQLException {
        if (connection != null) {
            connection.abort(Runnable::run);
        }
    }
}
