package io.gridhouse.bench.workload;

import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
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
        try (Connection connection = settings.source().connectForReplication();
                PGReplicationStream stream = open(connection, arguments[1], arguments[2])) {
            while (!stream.isClosed()) {
                if (stream.readPending() == null) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
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
