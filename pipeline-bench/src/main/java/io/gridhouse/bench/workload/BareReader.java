package io.gridhouse.bench.workload;

import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.PGReplicationStream;

/**
 * A process that reads a slot and throws away what it gets, as {@code pg_recvlogical} would: {@code BareReader CONFIG SLOT},
 * until it is ended. No reader of a slot can do less.
 */
public final class BareReader {

    /** Messages after which it tells the server how far it is, so that the slot holds no WAL. */
    private static final int CONFIRM_AFTER = 100_000;

    private BareReader() {}

    /** Reads. */
    public static void main(String[] arguments) throws SQLException {
        Settings settings = PowerOptions.read(Path.of(arguments[0]), Map.of(), Map.of());
        try (Connection connection = connect(settings);
                PGReplicationStream stream = open(connection, settings, arguments[1])) {
            for (long messages = 1; ; messages++) {
                stream.read();
                if (messages % CONFIRM_AFTER == 0) {
                    stream.setFlushedLSN(stream.getLastReceiveLSN());
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

    /** The messages of the warehouse's publication from a slot with the plugin pgoutput. */
    public static PGReplicationStream open(Connection connection, Settings settings, String slot) throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", settings.get(GridhouseOptions.SOURCE_PUBLICATION))
                .start();
    }
}
