package io.gridhouse.core.fluss;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.table.RowKey;
import io.gridhouse.core.table.TableSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads back once what a restored writer wrote, and has it written again where the table differs.
 *
 * <p>Flink restores a job while tasks of its earlier attempt may still live: after a crash of the JobManager, or on a
 * TaskManager that is cut off, until they notice. What they have under way can reach the table after newer rows, and
 * Fluss keeps the row that comes last. So the writer remembers the last row of each key that they can have written until
 * they must be gone, and then compares. For the writer's thread.
 *
 * @param <T> the row
 */
final class ReadRepair<T> {

    /** A row as the table has it, and the position of the newest change that it contains. */
    record Stored<T>(T row, long lsn) {}

    /** Reads the row with the same key as a given one; null when the table has none. */
    @FunctionalInterface
    interface Lookup<T> {
        CompletableFuture<Stored<T>> like(T row);
    }

    /** The table's writer. */
    interface Writer<T> {
        /** Writes changes again. */
        void writeAgain(Collection<Change<T>> changes) throws IOException;

        /** Returns when all that was written is in the table. */
        void awaitWrites() throws IOException;
    }

    /** How many rows may be remembered: by estimate 100 MB. */
    static final int MOST_ROWS = 300_000;

    /** Rows that are read back at once: records and checkpoints get their turn in between. */
    static final int SLICE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ReadRepair.class);
    private static final long LOOKUP_SECONDS = 60;

    private final TableSpec<T> table;
    private final RowKey<T> keys;
    private final Lookup<T> lookup;
    private final Writer<T> writer;
    private final Counter repaired;
    private final Map<Object, Change<T>> written = new LinkedHashMap<>();

    /** Keys that are in doubt and were not handed to the table yet. */
    private final Set<Object> expected = new HashSet<>();

    private final MailboxExecutor mailbox;
    private boolean remembers;

    /**
     * One that remembers nothing until it is started.
     *
     * @param mailbox of the writer's thread
     * @param repaired counts the rows that are written again
     */
    ReadRepair(TableSpec<T> table, Lookup<T> lookup, Writer<T> writer, MailboxExecutor mailbox, Counter repaired) {
        this.table = table;
        this.keys = new RowKey<>(table);
        this.lookup = lookup;
        this.writer = writer;
        this.mailbox = mailbox;
        this.repaired = repaired;
    }

    /**
     * Remembers what is written from now on.
     *
     * @param earlier what the restored writer remembered: its own earlier attempts may have been in doubt as well
     * @param after how long tasks of an earlier attempt may live
     */
    void start(Collection<Change<T>> earlier, ProcessingTimeService timers, Duration after) {
        remembers = true;
        earlier.forEach(change -> written.put(keys.of(change.row()), last(change)));
        timers.registerTimer(timers.getCurrentProcessingTime() + after.toMillis(), time -> {
            remembers = false;
            // They are written later than anything of an earlier attempt.
            expected.clear();
            if (!written.isEmpty()) {
                writer.awaitWrites();
                repair();
            }
        });
    }

    /** A change that tasks of an earlier attempt can have on their way to the table, before it is written. */
    void inDoubt(Change<T> change) {
        if (remembers) {
            Object key = keys.of(change.row());
            if (!written.containsKey(key)) {
                expected.add(key);
            }
        }
    }

    /**
     * Changes that were handed to the table, the newest of each key last. When nobody else is left, what is written holds
     * and need not be compared.
     */
    void wrote(Collection<Change<T>> changes) {
        if (written.isEmpty() && expected.isEmpty()) {
            return;
        }
        for (Change<T> change : changes) {
            Object key = keys.of(change.row());
            if (expected.remove(key)) {
                written.put(key, last(change));
            } else if (remembers) {
                written.replace(key, last(change));
            } else {
                written.remove(key);
            }
        }
    }

    private static <T> Change<T> last(Change<T> change) {
        return change.isDelete() ? change : Change.insert(change.after(), change.position());
    }

    /** True when nothing may be written for want of room, until the time to compare has come. */
    boolean full() {
        return remembers && written.size() + expected.size() >= MOST_ROWS;
    }

    /** What is to be compared still; a checkpoint keeps it. */
    List<Change<T>> remembered() {
        return List.copyOf(written.values());
    }

    private void repair() {
        List<Object> slice = new ArrayList<>();
        List<CompletableFuture<Stored<T>>> found = new ArrayList<>();
        Iterator<Map.Entry<Object, Change<T>>> oldest = written.entrySet().iterator();
        while (oldest.hasNext() && slice.size() < SLICE) {
            Map.Entry<Object, Change<T>> entry = oldest.next();
            slice.add(entry.getKey());
            found.add(lookup.like(entry.getValue().row()));
        }
        CompletableFuture.allOf(found.toArray(CompletableFuture<?>[]::new))
                .orTimeout(LOOKUP_SECONDS, TimeUnit.SECONDS)
                .whenComplete((all, error) -> mailbox.execute(
                        () -> {
                            if (error != null) {
                                throw new IOException(
                                        "Fluss did not say what table " + table.name() + " holds: " + error, error);
                            }
                            compare(slice, found);
                        },
                        "read repair of " + table.name()));
    }

    private void compare(List<Object> slice, List<CompletableFuture<Stored<T>>> found) throws IOException {
        List<Change<T>> differ = new ArrayList<>();
        for (int i = 0; i < slice.size(); i++) {
            Change<T> wanted = written.remove(slice.get(i));
            // What was written while Fluss was asked is not in doubt any more.
            if (wanted != null && differs(wanted, found.get(i).join())) {
                differ.add(wanted);
            }
        }
        if (!differ.isEmpty()) {
            LOG.warn(
                    "{} rows of {} differ from what was written since the restore, such as that of key {}: tasks of an"
                            + " earlier attempt wrote after it. They are written again",
                    differ.size(),
                    table.name(),
                    keys.of(differ.get(0).row()));
            repaired.inc(differ.size());
            writer.writeAgain(differ);
        }
        if (!written.isEmpty()) {
            repair();
        }
    }

    private boolean differs(Change<T> wanted, Stored<T> stored) {
        if (stored == null) {
            return !wanted.isDelete();
        }
        return wanted.isDelete()
                || wanted.position().lsn() != stored.lsn()
                || !wanted.after().equals(stored.row());
    }
}
