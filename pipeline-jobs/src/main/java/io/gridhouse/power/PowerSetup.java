package io.gridhouse.power;

import io.gridhouse.core.cdc.CapturedTable;
import io.gridhouse.core.cdc.ReadMark;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.core.fluss.FlussTables;
import io.gridhouse.core.jdbc.PostgresTables;
import io.gridhouse.core.preflight.PreflightException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLState;

/** Creates what the power warehouse needs, and removes it again. Both may run twice. */
public final class PowerSetup {

    private static final String SOURCE_SCHEMA = "source-schema.sql";

    private static final long SLOT_RELEASE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SLOT_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Settings settings;
    private final Consumer<String> progress;

    /**
     * A set-up.
     *
     * @param progress gets one line per step
     */
    public PowerSetup(Settings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Creates the source tables where they are missing: for the demo and for generated data. */
    public void createSourceTables() throws SQLException {
        try (Connection connection = settings.source().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(resource(SOURCE_SCHEMA));
        }
        progress.accept("source tables in " + settings.source());
    }

    /**
     * Creates publication, slot, Fluss tables and sink.
     *
     * @throws PreflightException when a source table is missing
     */
    public void init() throws Exception {
        try (Connection connection = settings.source().connect()) {
            prepareSource(connection);
        }
        try (FlussTables fluss = new FlussTables(settings.fluss())) {
            fluss.create(
                    PowerTables.fluss(),
                    settings.get(GridhouseOptions.FLUSS_BUCKETS),
                    settings.get(GridhouseOptions.FLUSS_TABLE));
        }
        progress.accept(PowerTables.fluss().size() + " Fluss tables in database "
                + settings.fluss().database());
        try (Connection connection = settings.sink().connect();
                Statement statement = connection.createStatement()) {
            for (String sql : PostgresTables.create(PowerTables.ADS_DASHBOARD, PowerTables.SINK_INDEXES)) {
                statement.execute(sql);
            }
        }
        progress.accept("sink table " + PowerTables.ADS_DASHBOARD.name() + " in " + settings.sink());
    }

    private void prepareSource(Connection connection) throws SQLException {
        for (CapturedTable<?> table : PowerTables.captured()) {
            String identity = text(
                    connection, "select relreplident from pg_class where oid = to_regclass(?)", table.qualifiedName());
            if (identity == null) {
                throw new PreflightException(List.of(
                        "Table %s does not exist in %s: create it, or let 'gridhouse init --create-source' do so"
                                .formatted(table.qualifiedName(), settings.source())));
            }
            if (!identity.equals("f")) {
                execute(connection, "alter table " + table.qualifiedName() + " replica identity full");
                progress.accept("replica identity of " + table.qualifiedName() + " set to full");
            }
        }
        String publication = settings.get(GridhouseOptions.SOURCE_PUBLICATION);
        String tables = PowerTables.captured().stream()
                .map(CapturedTable::qualifiedName)
                .collect(Collectors.joining(", "));
        boolean exists = text(connection, "select pubname from pg_publication where pubname = ?", publication) != null;
        execute(
                connection,
                exists
                        ? "alter publication " + publication + " set table " + tables
                        : "create publication " + publication + " for table " + tables);
        progress.accept("publication " + publication + " of " + tables);
        String slot = settings.get(GridhouseOptions.SOURCE_SLOT);
        boolean marked = ReadMark.create(connection);
        if (text(connection, "select slot_name from pg_replication_slots where slot_name = ?", slot) == null) {
            // One that was restored with the database, or left by a slot that was dropped by hand, says nothing of this
            // slot.
            ReadMark.forget(connection, slot);
            if (marked) {
                ReadMark.begin(connection, slot);
            }
            text(connection, "select pg_create_logical_replication_slot(?, 'pgoutput')::text", slot);
        }
        progress.accept("replication slot " + slot);
        if (!marked) {
            progress.accept("no table " + ReadMark.TABLE
                    + ", which the role may not create: after a stop all WAL is replayed change by change");
        }
    }

    /**
     * Removes slot and publication, the sink and the Fluss tables; the source tables stay. A job that still reads its snapshot does not
     * read the slot, and goes unnoticed.
     *
     * @throws PreflightException when the slot is read, before anything is removed
     */
    public void clean() throws Exception {
        try (Connection connection = settings.source().connect()) {
            String slot = settings.get(GridhouseOptions.SOURCE_SLOT);
            dropSlot(connection, slot);
            ReadMark.forget(connection, slot);
            ReadMark.dropEmpty(connection);
            execute(connection, "drop publication if exists " + settings.get(GridhouseOptions.SOURCE_PUBLICATION));
        }
        progress.accept("replication slot and publication dropped");
        try (Connection connection = settings.sink().connect();
                Statement statement = connection.createStatement()) {
            for (String sql : PostgresTables.drop(PowerTables.ADS_DASHBOARD)) {
                statement.execute(sql);
            }
        }
        progress.accept("sink table " + PowerTables.ADS_DASHBOARD.name() + " dropped");
        try (FlussTables fluss = new FlussTables(settings.fluss())) {
            fluss.drop(PowerTables.fluss());
        }
        progress.accept("Fluss tables dropped");
    }

    /** PostgreSQL holds the slot of a job that has just ended for a moment longer. */
    private static void dropSlot(Connection connection, String slot) throws SQLException {
        long deadline = System.nanoTime() + SLOT_RELEASE_NANOS;
        while (true) {
            try {
                text(
                        connection,
                        "select pg_drop_replication_slot(slot_name)::text from pg_replication_slots where slot_name = ?",
                        slot);
                return;
            } catch (SQLException e) {
                if (!PSQLState.OBJECT_IN_USE.getState().equals(e.getSQLState())) {
                    throw e;
                }
                if (System.nanoTime() > deadline) {
                    throw new PreflightException(List.of(
                            "%s: stop the job first, then run 'gridhouse clean' again".formatted(e.getMessage())));
                }
            }
            LockSupport.parkNanos(SLOT_POLL_NANOS);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String sql, String parameter) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** A text resource of this package. */
    static String resource(String name) {
        try (InputStream in = PowerSetup.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks the resource " + name + " of " + PowerSetup.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
