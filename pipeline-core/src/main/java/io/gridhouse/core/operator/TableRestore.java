package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.RowTypeInfo;
import io.gridhouse.core.change.TableLog;
import io.gridhouse.core.table.TableSpec;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.TupleTypeInfo;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a table back to what it was at the checkpoint that a job is restored from, ahead of the table's sink.
 *
 * <p>A sink that writes between checkpoints leaves rows behind that no state remembers. Where a job reads its input again
 * in the same order they are written again, or taken back. A job that reads several tables, or buckets, does not: the rows
 * that its earlier attempt had a reason to write may have none any more. So this operator keeps what each row is, and how
 * far the table's log was at the checkpoint. After a restore it reads which keys were written since, and emits for each what
 * its row is by the checkpoint, ahead of everything else. Once more when tasks of an earlier attempt must be gone, for what
 * they wrote late: then only the rows that differ.
 *
 * <p><b>Key:</b> the table's primary key, or what determines it. <b>State</b> per key: the row, as long as it is there; so a
 * copy of the table. Per subtask: one offset per bucket of the table.
 *
 * <p><b>Emits</b> one change per key and bundle, what the table gets. After a restore, ahead of it: one per key that was
 * written since the checkpoint, at the position that the table has, so that no position falls.
 *
 * <p><b>Cost</b> per key and bundle: one write of the row. Per checkpoint: one question to the table, not waited for. After a
 * restore: the log since the checkpoint before the last is read, and what was written in that time is written again; later
 * the log of the time in between is read, for which the subtask stands still.
 *
 * @param <K> the key
 * @param <T> the row
 */
public final class TableRestore<K, T> extends BundledOperator<Change<T>, T> {

    @Serial
    private static final long serialVersionUID = 1L;

    /** State: the row. */
    public static final String ROW_STATE = "row";

    /** State: offsets of the table's log that the checkpoint's rows were behind; by bucket. */
    public static final String OFFSETS_STATE = "offsets";

    private static final Logger LOG = LoggerFactory.getLogger(TableRestore.class);

    /** Ahead of what a run numbers from 1 on. */
    private static final long AHEAD = 0;

    /** Rows that are held while the log is read; then they are passed on. */
    static final int MOST_HELD = 5_000;

    private final RowField<T, K> key;
    private final TableSpec<T> table;
    private final TableLog<T> log;
    private final Duration lateWrites;

    private transient TableLog.Reader<T> reader;
    private transient ValueState<T> row;
    private transient ListState<Tuple2<Integer, Long>> offsets;

    /** What the next checkpoint keeps. */
    private transient Map<Integer, Long> reached;

    /** How far the log has been read. */
    private transient Map<Integer, Long> read;

    private transient CompletableFuture<Map<Integer, Long>> ends;
    private transient Map<K, Pending<T>> gathered;
    private transient long watermark;
    private transient long emitted;
    private transient boolean putBack;
    private transient boolean awaitsLateWrites;

    /**
     * One for a table.
     *
     * @param key of the table's rows
     * @param lateWrites how long after a restore tasks of an earlier attempt may still write
     */
    public TableRestore(RowField<T, K> key, TableSpec<T> table, TableLog<T> log, Duration lateWrites) {
        this.key = key;
        this.table = table;
        this.log = log;
        this.lateWrites = lateWrites;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        offsets = context.getOperatorStateStore()
                .getUnionListState(
                        new ListStateDescriptor<>(OFFSETS_STATE, new TupleTypeInfo<>(Types.INT, Types.LONG)));
        reached = new HashMap<>();
        for (Tuple2<Integer, Long> offset : offsets.get()) {
            reached.merge(offset.f0, offset.f1, Math::min);
        }
        if (context.isRestored() && reached.isEmpty()) {
            throw new IllegalStateException(
                    "The savepoint doesn't say how far the log of table %s was: it is not one of this release's job of the table's layer. Start from one that is, or rebuild the layer's tables"
                            .formatted(table.name()));
        }
        read = reached;
        awaitsLateWrites =
                context.isRestored() || getRuntimeContext().getTaskInfo().getAttemptNumber() > 0;
    }

    @Override
    public void open() throws Exception {
        super.open();
        row = getRuntimeContext().getState(new ValueStateDescriptor<>(ROW_STATE, RowTypeInfo.of(table.schema())));
        gathered = new LinkedHashMap<>();
        reader = log.open();
        long now = getProcessingTimeService().getCurrentProcessingTime();
        getProcessingTimeService().registerTimer(now, time -> putBackOnce());
    }

    @Override
    void gather(Change<T> change, long number) {
        gathered.computeIfAbsent(key.apply(change.row()), k -> new Pending<>())
                .take(change.after(), change.position(), number);
    }

    @Override
    void finishBundle() throws Exception {
        putBackOnce();
        for (Map.Entry<K, Pending<T>> entry : gathered.entrySet()) {
            setCurrentKey(entry.getKey());
            Pending<T> pending = entry.getValue();
            T before = row.value();
            row.update(pending.after);
            if (before != null || pending.after != null) {
                emit(new Change<>(before, pending.after, pending.position), pending.number);
            }
        }
        gathered.clear();
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        putBackOnce();
        super.prepareSnapshotPreBarrier(checkpointId);
    }

    private void putBackOnce() throws Exception {
        if (putBack) {
            return;
        }
        putBack = true;
        Map<K, Change<T>> written = new LinkedHashMap<>();
        long rows = readOn(written, (id, change) -> {
            // Others may have written as well, and their positions need not rise.
            written.merge(
                    id,
                    change,
                    (last, next) -> new Change<>(
                            next.before(), next.after(), last.position().max(next.position())));
        });
        if (!awaitsLateWrites) {
            reached = read;
        } else if (reached.isEmpty()) {
            reached = new HashMap<>(read);
            reached.replaceAll((bucket, end) -> 0L);
        }
        if (rows > 0) {
            LOG.info("{} rows of {} were written since the checkpoint and are put back", rows, table.name());
        }
        if (awaitsLateWrites) {
            long now = getProcessingTimeService().getCurrentProcessingTime();
            getProcessingTimeService().registerTimer(now + lateWrites.toMillis(), time -> repairLateWrites());
        }
    }

    private void repairLateWrites() throws Exception {
        Map<K, Change<T>> differ = new LinkedHashMap<>();
        // What is under way to the table differs as well. It is written twice then, which does no harm.
        long rows = readOn(differ, (id, change) -> {
            setCurrentKey(id);
            if (Objects.equals(row.value(), change.after())) {
                differ.remove(id);
            } else {
                differ.put(id, change);
            }
        });
        if (rows > 0) {
            LOG.info(
                    "{} rows of {} are not what was written since the restore: they are on their way, or tasks of an earlier"
                            + " attempt wrote after it. They are written again",
                    rows,
                    table.name());
        }
        awaitsLateWrites = false;
    }

    /** Takes a record of the log whose key is this subtask's. */
    @FunctionalInterface
    private interface Records<K, T> {
        void take(K key, Change<T> change) throws Exception;
    }

    /**
     * Reads the log from where the checkpoint had it, or the read before, to its end, and emits the rows that are held.
     *
     * @param held what {@code records} keeps of them
     * @return how many rows were emitted
     */
    private long readOn(Map<K, Change<T>> held, Records<K, T> records) throws Exception {
        Map<Integer, Long> end = reader.ends().get();
        TaskInfo task = getRuntimeContext().getTaskInfo();
        long before = emitted;
        reader.read(read, end, change -> {
            K id = key.apply(change.row());
            int subtask = KeyGroupRangeAssignment.assignKeyToParallelOperator(
                    id, task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks());
            if (subtask == task.getIndexOfThisSubtask()) {
                records.take(id, change);
                if (held.size() >= MOST_HELD) {
                    emitRows(held);
                }
            }
        });
        read = end;
        emitRows(held);
        return emitted - before;
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        watermark = mark.getTimestamp();
        super.processWatermark(mark);
    }

    private void emitRows(Map<K, Change<T>> written) throws Exception {
        emitted += written.size();
        for (Map.Entry<K, Change<T>> entry : written.entrySet()) {
            setCurrentKey(entry.getKey());
            Change<T> last = entry.getValue();
            emit(new Change<>(last.row(), row.value(), last.position()), AHEAD);
        }
        if (!written.isEmpty()) {
            // Nothing else may come that ends the bundle.
            output.emitWatermark(new Watermark(watermark));
        }
        written.clear();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        // An offset of before serves as well: more is put back then than need be.
        if (ends != null && ends.isDone()) {
            if (ends.isCompletedExceptionally()) {
                LOG.warn("Table {} did not tell the end of its log: the checkpoint keeps an earlier one", table.name());
            } else {
                reached = ends.join();
            }
            ends = null;
        }
        List<Tuple2<Integer, Long>> stored = new ArrayList<>();
        reached.forEach((bucket, offset) -> stored.add(Tuple2.of(bucket, offset)));
        offsets.update(stored);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        // Until late writes were looked at, a restore has to look at them again.
        if (ends == null && !awaitsLateWrites) {
            ends = reader.ends();
        }
    }

    @Override
    public void close() throws Exception {
        try {
            if (reader != null) {
                reader.close();
            }
        } finally {
            super.close();
        }
    }
}
