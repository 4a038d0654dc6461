package io.gridhouse.bench.ceiling;

import io.gridhouse.core.config.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A user that is committed behind the backlog, so that a reader knows when it has read all of it. */
final class Marker {

    /** Above every user that the load generator makes. */
    static final long USER = 900_000_000L;

    private Marker() {}

    static void commit(Settings settings) throws SQLException {
        try (Connection connection = settings.source().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO power_user (user_id, user_name) VALUES (" + USER + ", '末')");
        }
    }
}
