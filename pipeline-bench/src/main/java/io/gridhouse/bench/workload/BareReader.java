package io.gridhouse.bench.workload;

import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.PGReplicationStream;

/**
 * A process that reads a slot and throws away what it gets: {@code BareReader CONFIG SLOT PUBLICATION}, until it is ended. It
 * reads as the warehouse does: what is at hand, and then nothing for a millisecond, since a reader that waits for each message is
 * woken by each, and the server pays for that too.
 */
public final class BareReader {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private BareReader() {}

    /** Reads. */
    public static void main(String[] arguments) throws SQLException {
        Settings settings = PowerOptions.read(Path.of(arguments[0]), Map.of(), Map.of());
        try (Connection connection = connect(settings);
                PGReplicationStream stream = open(connection, arguments[1], arguments[2])) {
            while (!stream.isClosed()) {
                if (stream.readPending() == null) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    /** A connection to the source that can read slots. */
    public static Connection connect(Settings settings) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, settings.source().user());
        PGProperty.PASSWORD.set(properties, settings.source().password());
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        return new Driver().connect(settings.source().url(), properties);
    }

    /** The messages of a publication from a slot with the plugin pgoutput. */
    public static PGReplicationStream open(Connection connection, String slot, String publication) throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", publication)
                .start();
    }
}
