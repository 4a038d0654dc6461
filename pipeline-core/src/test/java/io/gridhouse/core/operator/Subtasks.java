package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.table.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** All subtasks of a keyed operator: shuffles to them by key, checkpoints them, and restarts them on more or fewer. */
final class Subtasks<O> implements AutoCloseable {

    private static final int MAX_PARALLELISM = 8;

    private final Task.Factory<O> factory;
    private final RowSchema<O> schema;
    private final Supplier<StateBackend> backend;
    private List<Task<O>> tasks = new ArrayList<>();
    private long checkpoint;

    Subtasks(Task.Factory<O> factory, RowSchema<O> schema, Supplier<StateBackend> backend) throws Exception {
        this.factory = factory;
        this.schema = schema;
        this.backend = backend;
        start(1, null);
    }

    private void start(int parallelism, List<OperatorSubtaskState> restored) throws Exception {
        List<Task<O>> started = new ArrayList<>();
        for (int index = 0; index < parallelism; index++) {
            Task<O> task = factory.subtask(MAX_PARALLELISM, parallelism, index);
            task.setUp(schema, backend.get());
            if (restored != null) {
                OperatorSubtaskState all =
                        AbstractStreamOperatorTestHarness.repackageState(restored.toArray(OperatorSubtaskState[]::new));
                task.harness()
                        .initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                all, MAX_PARALLELISM, restored.size(), parallelism, index));
            }
            task.harness().open();
            started.add(task);
        }
        tasks = started;
    }

    void process(int input, Object key, Object element, long number) throws Exception {
        int index = KeyGroupRangeAssignment.assignKeyToParallelOperator(key, MAX_PARALLELISM, tasks.size());
        tasks.get(index).process(input, element, number);
    }

    void watermark(long mark) throws Exception {
        for (Task<O> task : tasks) {
            task.watermark(mark);
        }
    }

    /** A barrier; returns the state of all subtasks. */
    List<OperatorSubtaskState> checkpoint() throws Exception {
        checkpoint++;
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (Task<O> task : tasks) {
            task.harness().prepareSnapshotPreBarrier(checkpoint);
            states.add(task.harness().snapshot(checkpoint, checkpoint));
        }
        return states;
    }

    /** Replaces all subtasks by new ones with that state. Output that nobody took is lost. */
    void restart(int parallelism, List<OperatorSubtaskState> states) throws Exception {
        close();
        start(parallelism, states);
    }

    /** What the subtasks emitted since the last call, one subtask after the other. */
    List<StreamRecord<Change<O>>> takeOutput() {
        List<StreamRecord<Change<O>>> all = new ArrayList<>();
        tasks.forEach(task -> all.addAll(task.takeOutput()));
        return all;
    }

    int stateEntries() {
        return tasks.stream().mapToInt(Task::stateEntries).sum();
    }

    @Override
    public void close() throws Exception {
        for (Task<O> task : tasks) {
            task.harness().close();
        }
    }
}
