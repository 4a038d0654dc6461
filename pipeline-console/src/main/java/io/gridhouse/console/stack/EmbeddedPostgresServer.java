package io.gridhouse.console.stack;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL 17 server on this machine, with the settings change data capture needs and a
 * database {@value #DATABASE}. The data folder is kept when the server stops, and used again by the
 * next one.
 *
 * <p>Default settings (all can be replaced through {@link PostgresOptions#settings()}): {@code
 * wal_level=logical}, 20 replication slots and WAL senders, 100 connections, {@code
 * track_commit_timestamp=on}, {@code synchronous_commit=on} (with {@code off} the WAL sender sees
 * commits about 200 ms late), {@code shared_buffers=256MB}, {@code max_wal_size=2GB}, time zone
 * UTC.
 *
 * <p>{@code fsync} is off unless {@link PostgresOptions#durable()}: the embedded stack is for
 * development, where a power cut may cost the data and a killed process (which loses nothing, the
 * kernel still holds the writes) is the usual accident. Commits are several times cheaper that way.
 *
 * <p>The server listens on the loopback address only and trusts every local user: never put data
 * into it that other users of the machine must not read. It does not stop by itself when the JVM
 * ends: whoever starts it registers a shutdown hook that calls {@link #close()}. Safe for use by
 * several threads.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {

    /** Name of the database that exists once the server runs. */
    public static final String DATABASE = "stategrid_db";

    /** The superuser to connect as. */
    public static final String USER = "postgres";

    /**
     * Any password is accepted from a local client; this one is for tools that insist on having
     * one.
     */
    public static final String PASSWORD = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgresServer.class);

    /** The server binds the loopback address only. */
    private static final String HOST = "127.0.0.1";

    /**
     * Another process can take the port between choosing it and binding it; twice in a row is not
     * chance.
     */
    private static final int START_ATTEMPTS = 2;

    private final PostgresControl control;
    private final int port;
    private boolean closed;

    private EmbeddedPostgresServer(PostgresControl control, int port) {
        this.control = control;
        this.port = port;
    }

    /**
     * Starts a server and waits until it accepts connections.
     *
     * @param options how and where; not null
     * @return a running server
     * @throws StackException when another server runs on the folder, or the server does not come
     *     up; the message holds the end of the server's log
     */
    public static EmbeddedPostgresServer start(PostgresOptions options) {
        PostgresAccount account = PostgresAccount.detect();
        PostgresControl control = PostgresControl.open(options.home(), binaries(options, account), account);
        control.refuseLiveServer();
        control.initialise();
        EmbeddedPostgresServer server = new EmbeddedPostgresServer(control, startOnPort(control, options));
        try {
            server.createDatabase();
        } catch (SQLException e) {
            server.close();
            throw new StackException("PostgreSQL in " + options.home() + " runs, but refuses " + DATABASE, e);
        }
        control.markInitialised();
        LOG.info("PostgreSQL runs in {} on port {}", options.home(), server.port);
        return server;
    }

    /**
     * @return address clients connect to; not null
     */
    public String host() {
        return HOST;
    }

    /**
     * @return TCP port clients connect to
     */
    public int port() {
        return port;
    }

    /**
     * @return name of the database; not null
     */
    public String database() {
        return DATABASE;
    }

    /**
     * @return JDBC URL of the database, without user and password; not null
     */
    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /**
     * @return user to connect as; not null
     */
    public String user() {
        return USER;
    }

    /**
     * @return password to connect with; not null
     */
    public String password() {
        return PASSWORD;
    }

    /**
     * @return the file the server logs to; not null
     */
    public Path logFile() {
        return control.logFile();
    }

    /**
     * @return process id of the server's main process, empty when it does not run
     */
    public OptionalLong pid() {
        return control.livePid();
    }

    /**
     * Stops the server: open transactions are rolled back and clients disconnected. A replication
     * client that does not acknowledge its last WAL could hold that up for a minute, so after three
     * seconds the server is stopped hard and recovers at its next start. A second call does
     * nothing.
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            control.stop();
        }
    }

    /** Root's home folder is closed to the user that root may have to switch to. */
    private static PostgresBinaries binaries(PostgresOptions options, PostgresAccount account) {
        PostgresBinaries cached = PostgresBinaries.unpackedIn(options.binaryCache());
        return account.reaches(cached.program("postgres"))
                ? cached
                : PostgresBinaries.unpackedIn(PostgresOptions.temporaryBinaryCache());
    }

    private static int startOnPort(PostgresControl control, PostgresOptions options) {
        int preferred = options.preferredPort();
        for (int attempt = 1; ; attempt++) {
            int port = LoopbackPort.preferring(preferred);
            try {
                control.start(port, serverSettings(options));
                return port;
            } catch (StackException e) {
                if (attempt == START_ATTEMPTS || LoopbackPort.isFree(port)) {
                    throw e;
                }
                LOG.warn("Port {} was taken while PostgreSQL started; trying another one", port, e);
                preferred = 0;
            }
        }
    }

    private static Map<String, String> serverSettings(PostgresOptions options) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", HOST);
        // No socket file: it would stay behind in /tmp after a crash, and JDBC does not use it.
        settings.put("unix_socket_directories", "");
        settings.put("wal_level", "logical");
        settings.put("max_replication_slots", "20");
        settings.put("max_wal_senders", "20");
        settings.put("max_connections", "100");
        settings.put("track_commit_timestamp", "on");
        settings.put("synchronous_commit", "on");
        settings.put("fsync", options.durable() ? "on" : "off");
        settings.put("shared_buffers", "256MB");
        settings.put("max_wal_size", "2GB");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.putAll(options.settings());
        return settings;
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            boolean exists;
            try (ResultSet rows =
                    statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                exists = rows.next();
            }
            if (!exists) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + database;
    }
}
