package io.gridhouse.core.preflight;

import io.gridhouse.core.cdc.BeforeSnapshot;
import io.gridhouse.core.cdc.CaptureOptions;
import io.gridhouse.core.fluss.FlussOptions;
import io.gridhouse.core.fluss.FlussTables;
import io.gridhouse.core.jdbc.PostgresOptions;
import io.gridhouse.core.jdbc.PostgresTables;
import io.gridhouse.core.table.TableSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the tables of a job that starts from nothing. They hold rows only when an attempt failed ahead of its first checkpoint:
 * rows that may be gone when the snapshot is read again, and that no state would remember.
 *
 * @param source whose slot nobody may read then: who reads it has written the tables, and goes on
 * @param layers the tables in Fluss that the job writes
 * @param served the tables in PostgreSQL that the job writes
 * @param lateWrites how long tasks of an earlier attempt may still write; the tables are left alone for so long
 */
public record EmptyTables(
        CaptureOptions source,
        FlussOptions fluss,
        List<TableSpec<?>> layers,
        PostgresOptions sink,
        List<TableSpec<?>> served,
        Duration lateWrites)
        implements BeforeSnapshot {

    private static final Logger LOG = LoggerFactory.getLogger(EmptyTables.class);

    @Override
    public void run(boolean again) throws Exception {
        try (FlussTables tables = new FlussTables(fluss)) {
            List<String> full = full(tables);
            if (full.isEmpty() && !again) {
                return;
            }
            LOG.warn(
                    "The snapshot is read from its begin, since no checkpoint holds its end. The rows of an earlier attempt in {}"
                            + " are deleted in {} s, when nothing of it can write any more",
                    full,
                    lateWrites.toSeconds());
            // Whoever may still write is out of reach, and tells nothing that could be awaited.
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, lateWrites.toMillis(), TimeUnit.MILLISECONDS)
                    .get();
            requireNobodyReads();
            for (TableSpec<?> table : layers) {
                tables.empty(table);
                LOG.info("{} is empty", table.name());
            }
            emptyServed();
        }
    }

    /** Two jobs that were started at once found empty tables both. */
    private void requireNobodyReads() throws SQLException {
        try (Connection connection = source.database().connect();
                PreparedStatement query = connection.prepareStatement(
                        "select 1 from pg_replication_slots where slot_name = ? and active")) {
            query.setString(1, source.slot());
            try (ResultSet reader = query.executeQuery()) {
                if (reader.next()) {
                    throw new IllegalStateException(
                            "Slot %s of %s is read by somebody, so the rows of the tables may not be deleted: is there another job with this slot? Cancel one of them"
                                    .formatted(source.slot(), source.database()));
                }
            }
        }
    }

    private List<String> full(FlussTables tables) throws SQLException {
        List<String> full = new ArrayList<>();
        for (TableSpec<?> table : layers) {
            if (!tables.isEmpty(table)) {
                full.add(table.name());
            }
        }
        for (TableSpec<?> table : served) {
            if (!SinkPreflight.isEmpty(sink, table)) {
                full.add("sink " + table.name());
            }
        }
        return full;
    }

    private void emptyServed() throws SQLException {
        if (served.isEmpty()) {
            return;
        }
        try (Connection connection = sink.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (TableSpec<?> table : served) {
                for (String deletion : PostgresTables.empty(table)) {
                    statement.executeUpdate(deletion);
                }
            }
            connection.commit();
        }
    }
}
