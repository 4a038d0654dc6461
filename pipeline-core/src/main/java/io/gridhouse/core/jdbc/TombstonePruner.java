package io.gridhouse.core.jdbc;

import io.gridhouse.core.table.TableSpec;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;

/**
 * Forgets deleted keys once a checkpoint is complete: what comes after a restore from it begins with the transaction of which
 * the writer had changes last, so behind the one before it. Idempotent.
 */
final class TombstonePruner implements Committer<Long> {

    private final PostgresOptions options;
    private final TableSpec<?> table;
    private Connection connection;

    TombstonePruner(PostgresOptions options, TableSpec<?> table) {
        this.options = options;
        this.table = table;
    }

    @Override
    public void commit(Collection<CommitRequest<Long>> requests) throws IOException {
        long position =
                requests.stream().mapToLong(CommitRequest::getCommittable).max().orElse(0);
        try {
            if (connection == null) {
                connection = options.connect();
            }
            try (PreparedStatement prune = connection.prepareStatement(
                    "delete from " + PostgresTables.tombstones(table) + " where " + TableSpec.SOURCE_LSN + " <= ?")) {
                prune.setLong(1, position);
                prune.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IOException(
                    "Could not prune " + PostgresTables.tombstones(table) + " at " + options + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() throws Exception {
        if (connection != null) {
            connection.close();
        }
    }
}
