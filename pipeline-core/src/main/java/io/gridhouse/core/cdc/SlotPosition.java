package io.gridhouse.core.cdc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Where a slot and its server stand.
 *
 * @param confirmed the slot gives no transaction any more that commits before it
 * @param walEnd where the server's WAL ends
 */
record SlotPosition(long confirmed, long walEnd) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String QUERY =
            "select confirmed_flush_lsn - '0/0'::pg_lsn, pg_current_wal_lsn() - '0/0'::pg_lsn"
                    + " from pg_replication_slots where slot_name = ?";

    /**
     * Asks for it, on a connection of its own.
     *
     * @throws SQLException when the source can't be reached, or has no such slot
     */
    static SlotPosition of(CaptureOptions options) throws SQLException {
        try (Connection connection = options.database().connect();
                PreparedStatement query = connection.prepareStatement(QUERY)) {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(PATIENCE.toMillis()));
            query.setString(1, options.slot());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("Slot " + options.slot() + " of " + options.database() + " is gone");
                }
                return new SlotPosition(row.getLong(1), row.getLong(2));
            }
        }
    }
}
