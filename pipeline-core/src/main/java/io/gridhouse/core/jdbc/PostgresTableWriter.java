package io.gridhouse.core.jdbc;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.PacedBundle;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.metrics.LayerMetrics;
import io.gridhouse.core.table.Column;
import io.gridhouse.core.table.RowKey;
import io.gridhouse.core.table.TableSpec;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

/** Writes the bundles of one subtask, see {@link PostgresTableSink}. */
final class PostgresTableWriter<T> implements CommittingSinkWriter<Change<T>, Long> {

    /** While a job replays, each change is a bundle; a transaction for each would be slow. */
    private static final long PAUSE_MILLIS = 3;

    private final PostgresOptions options;
    private final TableSpec<T> table;
    private final ZoneId businessZone;
    private final Clock clock;
    private final LayerMetrics metrics;
    private final PacedBundle<T> bundle;
    private final RowKey<T> keys;
    private final List<Column<T>> keyColumns = new ArrayList<>();
    private final StatementSink parameters = new StatementSink();
    private final Connection connection;
    private final PreparedStatement upsert;
    private final PreparedStatement delete;
    private final PreparedStatement bury;
    private final PreparedStatement exhume;
    private final PreparedStatement layToRest;

    /** Up to here a tombstone of an earlier run may stand against what is replayed. */
    private final long replayedUpTo;

    /** The latest change, whose transaction may have more. */
    private Position newest = new Position(Position.SNAPSHOT_LSN, 0);

    /** The latest change of the transactions before that one: a replay from a checkpoint of now begins behind it. */
    private long reached;

    private long lastTombstone;
    private long prunedUpTo = -1;

    PostgresTableWriter(
            PostgresOptions options,
            TableSpec<T> table,
            ZoneId businessZone,
            Clock clock,
            LayerMetrics metrics,
            ProcessingTimeService timers)
            throws IOException {
        this.options = options;
        this.table = table;
        this.businessZone = businessZone;
        this.clock = clock;
        this.metrics = metrics;
        this.bundle = new PacedBundle<>(table, timers, repeats -> PAUSE_MILLIS, new PacedBundle.Target<>() {
            @Override
            public int capacity() {
                return Integer.MAX_VALUE;
            }

            @Override
            public void write(Collection<Change<T>> changes) throws IOException {
                commit(changes);
            }
        });
        this.keys = new RowKey<>(table);
        for (int index : table.keyIndexes()) {
            keyColumns.add(table.schema().columns().get(index));
        }
        try {
            connection = options.connect();
            connection.setAutoCommit(false);
            upsert = connection.prepareStatement(PostgresTables.upsert(table));
            delete = connection.prepareStatement(PostgresTables.delete(table));
            bury = connection.prepareStatement(PostgresTables.bury(table));
            exhume = connection.prepareStatement(PostgresTables.exhume(table));
            layToRest = connection.prepareStatement(PostgresTables.layToRest(table));
            replayedUpTo = latestTombstone();
            lastTombstone = replayedUpTo;
        } catch (SQLException e) {
            throw failed("open", e);
        }
    }

    private long latestTombstone() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet latest = statement.executeQuery("select coalesce(max(" + TableSpec.SOURCE_LSN + "), -1) from "
                        + PostgresTables.tombstones(table))) {
            latest.next();
            long position = latest.getLong(1);
            connection.commit();
            return position;
        }
    }

    @Override
    public void write(Change<T> change, Context context) {
        bundle.add(change, context.timestamp());
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException {
        bundle.close(watermark.getTimestamp());
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
        bundle.flush();
    }

    @Override
    public Collection<Long> prepareCommit() {
        if (lastTombstone <= prunedUpTo || reached <= prunedUpTo) {
            return List.of();
        }
        prunedUpTo = reached;
        return List.of(reached);
    }

    private void commit(Collection<Change<T>> changes) throws IOException {
        // Sorted, so that two writers can never wait for each other's row locks.
        List<Change<T>> sorted = new ArrayList<>(changes);
        sorted.sort(Comparator.comparing(change -> keys.of(change.row()), PostgresTableWriter::compareKeys));
        LocalDateTime stamp = LocalDateTime.ofInstant(clock.instant(), businessZone);
        try {
            int upserts = 0;
            int deletes = 0;
            long oldest = Long.MAX_VALUE;
            for (Change<T> change : sorted) {
                long lsn = change.position().lsn();
                oldest = Math.min(oldest, lsn);
                if (change.isDelete()) {
                    addDelete(change.before(), lsn);
                    lastTombstone = Math.max(lastTombstone, lsn);
                    deletes++;
                } else {
                    addUpsert(change, stamp);
                    upserts++;
                }
            }
            if (deletes > 0) {
                delete.executeBatch();
                bury.executeBatch();
            }
            if (upserts > 0) {
                upsert.executeBatch();
                exhume.executeBatch();
                if (oldest <= replayedUpTo) {
                    layToRest.executeUpdate();
                }
            }
            connection.commit();
            reach(sorted);
        } catch (SQLException e) {
            throw failed("write " + sorted.size() + " rows to", e);
        }
        metrics.written(sorted);
    }

    /** Changes of one transaction have its commit time; one that shares it with another counts as part of it. */
    private void reach(List<Change<T>> written) {
        Position before = newest;
        for (Change<T> change : written) {
            newest = newest.max(change.position());
        }
        if (before.commitMillis() != newest.commitMillis()) {
            reached = Math.max(reached, before.lsn());
        }
        for (Change<T> change : written) {
            if (change.position().commitMillis() != newest.commitMillis()) {
                reached = Math.max(reached, change.position().lsn());
            }
        }
    }

    private void addUpsert(Change<T> change, LocalDateTime stamp) throws SQLException {
        if (change.position().lsn() == Position.SNAPSHOT_LSN && replayedUpTo > Position.SNAPSHOT_LSN) {
            // The deletion that an earlier run streamed is in the snapshot, and so is what came after it.
            addKey(exhume, change.after());
        }
        table.schema().write(change.after(), parameters.into(upsert, 1));
        int next = table.schema().size() + 1;
        if (table.stamp() != null) {
            upsert.setObject(next++, stamp);
        }
        upsert.setLong(next++, change.position().lsn());
        upsert.setObject(
                next, Instant.ofEpochMilli(change.position().commitMillis()).atOffset(ZoneOffset.UTC));
        upsert.addBatch();
    }

    private void addDelete(T row, long lsn) throws SQLException {
        // While a snapshot is read again, what an earlier run streamed does not stand against it.
        delete.setLong(keyColumns.size() + 1, lsn == Position.SNAPSHOT_LSN ? Long.MAX_VALUE : lsn);
        addKey(delete, row);
        bury.setLong(keyColumns.size() + 1, lsn);
        addKey(bury, row);
    }

    private void addKey(PreparedStatement statement, T row) throws SQLException {
        parameters.into(statement, 1);
        for (int i = 0; i < keyColumns.size(); i++) {
            keyColumns.get(i).writer().write(row, i, parameters);
        }
        statement.addBatch();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compareKeys(Object a, Object b) {
        if (a instanceof List<?> as && b instanceof List<?> bs) {
            for (int i = 0; i < as.size(); i++) {
                int order = ((Comparable) as.get(i)).compareTo(bs.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }
        return ((Comparable) a).compareTo(b);
    }

    private IOException failed(String what, SQLException e) {
        SQLException first = e.getNextException() == null ? e : e.getNextException();
        return new IOException(
                "Could not %s table %s at %s: %s".formatted(what, table.name(), options, first.getMessage()), e);
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }
}
