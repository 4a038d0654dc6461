package io.gridhouse.core.jdbc;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * How to reach a PostgreSQL database.
 *
 * @param host name or address
 * @param port TCP port
 * @param database name
 * @param schema schema of the tables, usually {@code public}
 * @param user role
 * @param password never printed
 */
public record PostgresOptions(String host, int port, String database, String schema, String user, String password)
        implements Serializable {

    private static final String CONNECT_TIMEOUT_SECONDS = "10";

    /** The URL without user and password. */
    public String url() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /**
     * A new connection.
     *
     * @throws SQLException when the server can't be reached or refuses the role
     */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("ApplicationName", "gridhouse");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("currentSchema", schema);
        // DriverManager knows the driver of the class loader that came first: on a cluster, that of an earlier job.
        return new Driver().connect(url(), properties);
    }

    /**
     * A new connection that reads a replication slot.
     *
     * @throws SQLException when the server can't be reached or refuses the role
     */
    public Connection connectForReplication() throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, user);
        PGProperty.PASSWORD.set(properties, password);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_TIMEOUT_SECONDS);
        PGProperty.APPLICATION_NAME.set(properties, "gridhouse");
        PGProperty.REPLICATION.set(properties, "database");
        // What the protocol of replication needs.
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        return new Driver().connect(url(), properties);
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database;
    }
}
