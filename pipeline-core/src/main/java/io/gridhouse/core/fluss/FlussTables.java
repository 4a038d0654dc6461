package io.gridhouse.core.fluss;

import io.gridhouse.core.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.fluss.client.Connection;
import org.apache.fluss.client.admin.Admin;
import org.apache.fluss.client.admin.OffsetSpec;
import org.apache.fluss.client.table.Table;
import org.apache.fluss.client.table.writer.UpsertWriter;
import org.apache.fluss.metadata.DatabaseDescriptor;
import org.apache.fluss.metadata.Schema;
import org.apache.fluss.metadata.TablePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates, checks, reads and drops a warehouse's tables in Fluss. */
public final class FlussTables implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 30;
    private static final int ATTEMPTS = 5;

    /** Of each bucket: some megabytes. Each time Fluss passes over what was deleted before. */
    private static final int DELETED_AT_ONCE = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(FlussTables.class);

    private final FlussOptions options;
    private final SharedConnection shared;
    private final Connection connection;
    private final Admin admin;

    /** Connects. */
    public FlussTables(FlussOptions options) {
        this.options = options;
        this.shared = SharedConnection.open(options);
        this.connection = shared.connection();
        this.admin = connection.getAdmin();
    }

    private TablePath path(TableSpec<?> table) {
        return TablePath.of(options.database(), table.name());
    }

    /**
     * Creates the database and the tables that are missing, and waits until the new tables can be written.
     *
     * <p>Fluss 0.9.1 can miss that a table was created (apache/fluss#1018): the table is there, but none of its buckets
     * ever gets a leader, and writers and {@code flush} wait for ever. Such a table is dropped and created again; it is
     * new, so it holds nothing.
     *
     * @param properties of Fluss for each table, by their full names
     */
    public void create(List<? extends TableSpec<?>> tables, int buckets, Map<String, String> properties) {
        await(admin.createDatabase(options.database(), DatabaseDescriptor.EMPTY, true), "create database");
        List<TableSpec<?>> missing = new ArrayList<>();
        for (TableSpec<?> table : tables) {
            if (!await(admin.tableExists(path(table)), "look up table")) {
                missing.add(table);
            }
        }
        for (int attempt = 1; !missing.isEmpty(); attempt++) {
            if (attempt > ATTEMPTS) {
                throw new FlussUnavailableException(
                        "Fluss elects no leaders for its tables %s: see the log of its coordinator, then run 'gridhouse clean' and 'gridhouse init'"
                                .formatted(missing.stream().map(TableSpec::name).toList()),
                        null);
            }
            List<CompletableFuture<Void>> creations = new ArrayList<>();
            for (TableSpec<?> table : missing) {
                creations.add(admin.createTable(path(table), FlussTypes.descriptor(table, buckets, properties), false));
            }
            for (int i = 0; i < creations.size(); i++) {
                await(creations.get(i), "create table " + missing.get(i).name());
            }
            missing.removeIf(new Leaders(admin, options.database(), buckets)::elected);
            for (TableSpec<?> table : missing) {
                LOG.warn("Fluss did not notice that table {} was created; creating it again", table.name());
                await(admin.dropTable(path(table), true), "drop table " + table.name());
            }
        }
    }

    /** Drops the tables that are there. The database stays when it has other tables. */
    public void drop(List<? extends TableSpec<?>> tables) {
        if (!await(admin.databaseExists(options.database()), "look up database")) {
            return;
        }
        for (TableSpec<?> table : tables) {
            await(admin.dropTable(path(table), true), "drop table " + table.name());
        }
        if (await(admin.listTables(options.database()), "list tables").isEmpty()) {
            await(admin.dropDatabase(options.database(), true, false), "drop database");
        }
    }

    /** What keeps a job from writing the table; empty when nothing does. */
    public List<String> differences(TableSpec<?> table) {
        if (!await(admin.databaseExists(options.database()), "look up database")
                || !await(admin.tableExists(path(table)), "look up table")) {
            return List.of(
                    "Fluss table " + options.database() + "." + table.name() + " does not exist: run 'gridhouse init'");
        }
        Schema is = await(admin.getTableInfo(path(table)), "read table").getSchema();
        Schema should = FlussTypes.schema(table);
        boolean same = is.getRowType().equals(should.getRowType())
                && is.getPrimaryKeyColumnNames().equals(should.getPrimaryKeyColumnNames());
        return same
                ? List.of()
                : List.of("Fluss table %s.%s is %s, but this release writes %s: run 'gridhouse clean' and 'init'"
                        .formatted(options.database(), table.name(), is.getRowType(), should.getRowType()));
    }

    /** The greatest end of the logs of a table's buckets: no record that is there has this offset or a greater one. */
    long logEnd(TableSpec<?> table) {
        int buckets = await(admin.getTableInfo(path(table)), "read table").getNumBuckets();
        List<Integer> all = IntStream.range(0, buckets).boxed().toList();
        return await(
                        admin.listOffsets(path(table), all, new OffsetSpec.LatestSpec())
                                .all(),
                        "list offsets")
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** Every row that the table holds now. */
    public <T> FlussTableScan<T> scan(TableSpec<T> table) {
        return new FlussTableScan<>(connection, path(table), table);
    }

    /** True when the table holds no row. */
    public boolean isEmpty(TableSpec<?> table) {
        return scan(table).some(1, row -> {}) == 0;
    }

    /** Deletes every row of a table that nobody writes meanwhile. */
    public void empty(TableSpec<?> spec) {
        FlussTableScan<?> scan = scan(spec);
        List<CompletableFuture<?>> deletions = new ArrayList<>();
        try (Table table = connection.getTable(path(spec))) {
            UpsertWriter writer = table.newUpsert().createWriter();
            while (scan.some(DELETED_AT_ONCE, row -> deletions.add(writer.delete(row))) > 0) {
                for (CompletableFuture<?> deletion : deletions) {
                    await(deletion, "delete rows of table " + spec.name());
                }
                deletions.clear();
            }
        } catch (FlussUnavailableException e) {
            throw e;
        } catch (Exception e) {
            throw new FlussUnavailableException(
                    "Fluss could not empty table " + spec.name() + ": " + e.getMessage(), e);
        }
    }

    private static <V> V await(CompletableFuture<V> future, String what) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new FlussUnavailableException(
                    "Fluss could not " + what + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new FlussUnavailableException(
                    "Fluss did not " + what + " within " + TIMEOUT_SECONDS + " s: is it running and reachable?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlussUnavailableException("Interrupted while waiting for Fluss to " + what, e);
        }
    }

    @Override
    public void close() throws Exception {
        admin.close();
        shared.close();
    }
}
