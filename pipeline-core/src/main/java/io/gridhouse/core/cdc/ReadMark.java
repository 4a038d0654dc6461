package io.gridhouse.core.cdc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far any run has read a slot, kept beside it at the source: a transaction behind the mark, no run can have seen (ADR 8).
 *
 * <p>It is raised before a change behind it is handed to the job, by more than is needed, so that the source has one more
 * commit per that much WAL. Only the reader that opened the mark last may raise it: one of before, whose connection broke, may
 * have received more than it has handed on, and goes no further. Where {@value #TABLE} is missing there is no mark:
 * everything up to the WAL's present end can have been seen.
 *
 * <p>Positions are those of commit records, which are the same in every run. For one thread, save {@link #abort}.
 */
public final class ReadMark {

    /** The schema of the table. */
    public static final String SCHEMA = "gridhouse";

    /** The table's name in it; a row per slot. */
    public static final String NAME = "read_mark";

    /** The table, as SQL names it. */
    public static final String TABLE = SCHEMA + "." + NAME;

    private static final Logger LOG = LoggerFactory.getLogger(ReadMark.class);

    /** After a failure so much is replayed without being folded beside what was really read: some thousand changes. */
    private static final long AHEAD_BYTES = 2 << 20;

    /** Below {@code wal_sender_timeout}, a minute: while the mark is raised the server hears nothing of the reader. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** SQLSTATE class of broken connections. */
    private static final String CONNECTION_CLASS = "08";

    private static final String IDLE_SESSION_TIMEOUT = "57P05";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Makes this reader the last one, with all that is in the WAL as the mark where there was none. */
    private static final String OPEN = "insert into " + TABLE + " as m (slot_name, lsn, reader)"
            + " values (?, pg_current_wal_lsn(), 1) on conflict (slot_name) do update set reader = m.reader + 1"
            + " returning lsn - '0/0'::pg_lsn, reader";

    private static final String RAISE =
            "update " + TABLE + " set lsn = greatest(lsn, ?::pg_lsn) where slot_name = ? and reader = ?";

    private final CaptureOptions options;
    private volatile Connection connection;
    private volatile boolean aborted;
    private PreparedStatement raise;
    private long reader;
    private long found;
    private long mark;

    /** The mark of a slot; nothing is read yet. */
    ReadMark(CaptureOptions options) {
        this.options = options;
    }

    /**
     * Creates the table where it is missing.
     *
     * @return false when the role may not: captures do without a mark then
     */
    public static boolean create(Connection connection) throws SQLException {
        try {
            if (!exists(connection, "to_regnamespace('" + SCHEMA + "')")) {
                execute(connection, "create schema " + SCHEMA);
            }
            if (!exists(connection)) {
                execute(
                        connection,
                        "create table " + TABLE
                                + " (slot_name text primary key, lsn pg_lsn not null, reader bigint not null)");
            }
            return true;
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Notes that nobody has read a slot yet. Without it, its first reader takes all that is in the WAL for read.
     *
     * @throws SQLException when there is no table
     */
    public static void begin(Connection connection, String slot) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into " + TABLE + " (slot_name, lsn, reader) values (?, '0/0', 0)")) {
            insert.setString(1, slot);
            insert.executeUpdate();
        }
    }

    /** Forgets the mark of a slot that is gone. */
    public static void forget(Connection connection, String slot) throws SQLException {
        if (exists(connection)) {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from " + TABLE + " where slot_name = ?")) {
                delete.setString(1, slot);
                delete.executeUpdate();
            }
        }
    }

    /** Drops the table when no slot has a mark. The schema stays, with the privileges that were granted for its tables. */
    public static void dropEmpty(Connection connection) throws SQLException {
        if (exists(connection)) {
            execute(
                    connection,
                    "do $$ begin if not exists (select from " + TABLE + ") then drop table " + TABLE
                            + "; end if; end $$");
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        return exists(connection, "to_regclass('" + TABLE + "')");
    }

    private static boolean exists(Connection connection, String object) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select " + object + " is not null")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Reads the mark. To be called when this reader has the slot: no other can receive anything any more.
     *
     * @throws SQLException when the source can't be reached, or the role may not write the table
     */
    void open() throws SQLException {
        connect();
        if (!exists(connection)) {
            found = walEnd();
            mark = Long.MAX_VALUE;
            LOG.warn(
                    "Table {} is missing in {}: after a failure all WAL is replayed change by change."
                            + " docs/operations/upgrade.md says how to create it",
                    TABLE,
                    options.database());
            connection.close();
            return;
        }
        try (PreparedStatement open = connection.prepareStatement(OPEN)) {
            open.setString(1, options.slot());
            try (ResultSet row = open.executeQuery()) {
                row.next();
                found = row.getLong(1);
                mark = found;
                reader = row.getLong(2);
            }
        }
        prepare();
    }

    private void connect() throws SQLException {
        connection = options.database().connect();
        if (aborted) {
            connection.close();
            throw new SQLException("The reader of slot " + options.slot() + " was closed");
        }
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(PATIENCE.toMillis()));
        // A mark that is lost with a crash of the server would be worse than none.
        execute(connection, "set synchronous_commit = on");
    }

    private long walEnd() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_current_wal_lsn() - '0/0'::pg_lsn")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void prepare() throws SQLException {
        raise = connection.prepareStatement(RAISE);
        raise.setString(2, options.slot());
        raise.setLong(3, reader);
    }

    /** Whether an earlier run can have read the transaction whose commit record stands at this position. */
    boolean covers(long commitLsn) {
        return commitLsn <= found;
    }

    /**
     * To be called before a change of the transaction whose commit record stands at this position is handed to the job.
     *
     * @throws SQLException when the mark can't be raised, or another reader has opened it
     */
    void reach(long commitLsn) throws SQLException {
        if (commitLsn <= mark) {
            return;
        }
        long raised = commitLsn + AHEAD_BYTES;
        int rows;
        try {
            rows = raise(raised);
        } catch (SQLException e) {
            if (aborted || !isBroken(e)) {
                throw e;
            }
            // The session may have been idle for hours.
            LOG.info("The session of {} broke and is opened again: {}", TABLE, e.getMessage());
            connect();
            prepare();
            rows = raise(raised);
        }
        if (rows != 1) {
            throw new SQLException("Another reader has taken slot " + options.slot() + " over, as " + TABLE + " says");
        }
        mark = raised;
    }

    private int raise(long lsn) throws SQLException {
        raise.setString(1, LogSequenceNumber.valueOf(lsn).asString());
        return raise.executeUpdate();
    }

    private static boolean isBroken(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith(CONNECTION_CLASS) || state.equals(IDLE_SESSION_TIMEOUT);
    }

    /** Breaks the connection off, from whatever thread. */
    void abort() throws SQLException {
        aborted = true;
        Connection current = connection;
        if (current != null) {
            current.abort(Runnable::run);
        }
    }
}
