package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.sample.Visit;
import io.gridhouse.core.table.TableSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;

/**
 * Drives an operator with a random history, and compares the table that its changelog keeps with the batch answer at
 * each watermark and checkpoint.
 */
final class HistoryRun<O> implements AutoCloseable {

    /** What a test says about its operator. */
    interface Plan<O> {

        /** Makes subtasks of the operator. */
        Task.Factory<O> operator();

        /** The table that the operator's changelog keeps. */
        TableSpec<O> table();

        /** What a source change brings to the operator's inputs. */
        List<Sent> visit(Change<Visit> change);

        /** As {@link #visit}; nothing for operators that read no guests. */
        default List<Sent> guest(Change<Guest> change) {
            return List.of();
        }

        /** The answer of a batch query over the source. */
        Collection<O> batch(Source.Snapshot source);

        /** Whether the operator promises to emit no change that changes nothing. */
        default boolean silentWhenEqual() {
            return true;
        }
    }

    /**
     * An element on its way to the operator.
     *
     * @param channel the upstream subtask it comes from, 0 or 1; elements of one channel stay in order
     * @param input the operator's input, from 0
     * @param key the element's key
     */
    record Sent(int channel, int input, Object key, Object element) {}

    private record Numbered(Sent sent, long number) {}

    private final Plan<O> plan;
    private final Subtasks<O> subtasks;
    private final Materialized<O> table;
    private final Source source = new Source();
    private final TreeMap<Long, Source.Snapshot> history = new TreeMap<>();
    private final List<Deque<Numbered>> channels = List.of(new ArrayDeque<>(), new ArrayDeque<>());
    private final List<List<Sent>> sinceCheckpoint = new ArrayList<>();
    private List<OperatorSubtaskState> lastCheckpoint;
    private long number;
    private long reached;

    private HistoryRun(Plan<O> plan, Supplier<StateBackend> backend) throws Exception {
        this.plan = plan;
        this.subtasks = new Subtasks<>(plan.operator(), plan.table().schema(), backend);
        this.table = new Materialized<>(plan.table(), plan.silentWhenEqual());
        history.put(0L, source.snapshot());
    }

    /** Runs a history on the heap. */
    static <O> void check(Plan<O> plan, List<Step> steps) throws Exception {
        check(plan, steps, HashMapStateBackend::new);
    }

    /** Runs a history, then deletes every row and expects that no state is left. */
    static <O> void check(Plan<O> plan, List<Step> steps, Supplier<StateBackend> backend) throws Exception {
        try (HistoryRun<O> run = new HistoryRun<>(plan, backend)) {
            for (Step step : steps) {
                run.take(step);
            }
            run.advance(0, false);
            run.deleteEverything();
            run.advance(0, false);
            assertThat(run.subtasks.stateEntries())
                    .as("state entries without rows")
                    .isZero();
        }
    }

    /**
     * Runs a history up to a crash, restores the last checkpoint, and replays the source with a watermark behind each
     * change, while the table still holds what was written before the crash. Folded to fewer bundles, a replay would
     * not do: a row that was written before the crash and is gone now would be inserted and deleted within one bundle,
     * nothing would be emitted, and the table would keep it.
     */
    static <O> void checkCrash(Plan<O> plan, List<Step> steps) throws Exception {
        try (HistoryRun<O> run = new HistoryRun<>(plan, HashMapStateBackend::new)) {
            for (Step step : steps) {
                run.take(step);
            }
            run.crash();
            run.table.assertFolds(plan.batch(run.source.snapshot()), "after the replay");
        }
    }

    private void crash() throws Exception {
        subtasks.restart(1, lastCheckpoint);
        number = 0;
        for (List<Sent> elements : sinceCheckpoint) {
            number++;
            for (Sent sent : elements) {
                subtasks.process(sent.input(), sent.key(), sent.element(), number);
            }
            subtasks.watermark(number);
            table.replay(subtasks.takeOutput(), number);
        }
    }

    private void take(Step step) throws Exception {
        if (step instanceof Step.PutVisit put) {
            send(plan.visit(source.put(put.visit())));
        } else if (step instanceof Step.RemoveVisit remove) {
            Change<Visit> change = source.removeVisit(remove.id());
            send(change == null ? List.of() : plan.visit(change));
        } else if (step instanceof Step.PutGuest put) {
            send(plan.guest(source.put(put.guest())));
        } else if (step instanceof Step.RemoveGuest remove) {
            Change<Guest> change = source.removeGuest(remove.id());
            send(change == null ? List.of() : plan.guest(change));
        } else if (step instanceof Step.Advance advance) {
            advance(advance.behind(), advance.secondFirst());
        } else if (step instanceof Step.Checkpoint) {
            checkpoint();
        } else if (step instanceof Step.Restart restart) {
            restart(restart.parallelism());
        }
    }

    private void send(List<Sent> elements) {
        number++;
        sinceCheckpoint.add(elements);
        elements.forEach(sent -> channels.get(sent.channel()).add(new Numbered(sent, number)));
        history.put(number, source.snapshot());
    }

    private void advance(int behind, boolean secondFirst) throws Exception {
        long mark = number - behind;
        if (mark <= reached) {
            return;
        }
        deliver(channels.get(secondFirst ? 1 : 0), number);
        deliver(channels.get(secondFirst ? 0 : 1), mark);
        subtasks.watermark(mark);
        compare(mark, "at watermark " + mark);
    }

    private void deliver(Deque<Numbered> channel, long upTo) throws Exception {
        while (!channel.isEmpty() && channel.peek().number() <= upTo) {
            Numbered next = channel.poll();
            Sent sent = next.sent();
            subtasks.process(sent.input(), sent.key(), sent.element(), next.number());
        }
    }

    private List<OperatorSubtaskState> checkpoint() throws Exception {
        deliver(channels.get(1), number);
        deliver(channels.get(0), number);
        List<OperatorSubtaskState> states = subtasks.checkpoint();
        compare(number, "at the checkpoint after " + number);
        sinceCheckpoint.clear();
        lastCheckpoint = states;
        return states;
    }

    private void restart(int parallelism) throws Exception {
        subtasks.restart(parallelism, checkpoint());
        // The capture counts from 1 again.
        number = 0;
        reached = 0;
        history.clear();
        history.put(0L, source.snapshot());
    }

    private void compare(long mark, String when) {
        table.apply(subtasks.takeOutput(), reached, mark);
        reached = mark;
        table.assertHolds(plan.batch(history.get(mark)), when);
    }

    private void deleteEverything() {
        Source.Snapshot now = source.snapshot();
        Set.copyOf(now.visits().keySet()).forEach(id -> send(plan.visit(source.removeVisit(id))));
        Set.copyOf(now.guests().keySet()).forEach(id -> send(plan.guest(source.removeGuest(id))));
    }

    @Override
    public void close() throws Exception {
        subtasks.close();
    }
}
