package io.gridhouse.core.fluss;

import io.gridhouse.core.table.TableSpec;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.fluss.client.admin.Admin;
import org.apache.fluss.client.admin.OffsetSpec;
import org.apache.fluss.exception.FlussRuntimeException;
import org.apache.fluss.metadata.TablePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the leaders of new tables; one deadline for all tables that one instance is asked about. */
final class Leaders {

    /** An election takes some 100 ms; on a busy machine, or for many tables, some seconds. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Logger LOG = LoggerFactory.getLogger(Leaders.class);

    private final Admin admin;
    private final String database;
    private final List<Integer> buckets;
    private final long deadline = System.nanoTime() + PATIENCE_NANOS;

    Leaders(Admin admin, String database, int buckets) {
        this.admin = admin;
        this.database = database;
        this.buckets = IntStream.range(0, buckets).boxed().toList();
    }

    /** True once all buckets of the table have their leader; false when they still have none at the deadline. */
    boolean elected(TableSpec<?> table) {
        TablePath path = TablePath.of(database, table.name());
        try {
            while (!answer(path)) {
                if (System.nanoTime() >= deadline) {
                    return false;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlussUnavailableException("Interrupted while waiting for the leaders of " + path, e);
        }
    }

    /** Only a leader can tell the end of its bucket's log. */
    private boolean answer(TablePath path) throws InterruptedException {
        try {
            admin.listOffsets(path, buckets, new OffsetSpec.LatestSpec())
                    .all()
                    .get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (FlussRuntimeException | ExecutionException | TimeoutException e) {
            LOG.debug("Table {} has no leaders yet", path, e);
            return false;
        }
    }
}
