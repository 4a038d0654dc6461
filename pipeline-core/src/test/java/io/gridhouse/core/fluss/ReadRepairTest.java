package io.gridhouse.core.fluss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.sample.Visit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.streaming.runtime.tasks.StreamTaskActionExecutor;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.flink.streaming.runtime.tasks.mailbox.MailboxExecutorImpl;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailboxImpl;
import org.junit.jupiter.api.Test;

class ReadRepairTest {

    private static final Duration AFTER = Duration.ofSeconds(60);

    private final Map<Long, ReadRepair.Stored<Visit>> table = new HashMap<>();
    private final List<Change<Visit>> writtenAgain = new ArrayList<>();
    private final List<Change<Visit>> underWay = new ArrayList<>();
    private final SimpleCounter repaired = new SimpleCounter();
    private final MailboxExecutor mailbox = new MailboxExecutorImpl(
            new TaskMailboxImpl(Thread.currentThread()), TaskMailbox.MIN_PRIORITY, StreamTaskActionExecutor.IMMEDIATE);
    private final TestProcessingTimeService timers = new TestProcessingTimeService();
    private final ReadRepair<Visit> repair = repair(row -> CompletableFuture.completedFuture(table.get(row.id())));

    private ReadRepair<Visit> repair(ReadRepair.Lookup<Visit> lookup) {
        return new ReadRepair<>(
                Visit.TABLE,
                lookup,
                new ReadRepair.Writer<>() {
                    @Override
                    public void writeAgain(Collection<Change<Visit>> changes) {
                        writtenAgain.addAll(changes);
                        apply(changes);
                    }

                    @Override
                    public void awaitWrites() {
                        underWay.forEach(change -> apply(List.of(change)));
                    }
                },
                mailbox,
                repaired);
    }

    private static Visit visit(long id, long amount) {
        return new Visit(id, 1, 1, amount, null);
    }

    private static Change<Visit> insert(long id, long amount, long lsn) {
        return Change.insert(visit(id, amount), new Position(lsn, lsn));
    }

    private void apply(Collection<Change<Visit>> changes) {
        for (Change<Visit> change : changes) {
            if (change.isDelete()) {
                table.remove(change.row().id());
            } else {
                table.put(
                        change.row().id(),
                        new ReadRepair.Stored<>(change.row(), change.position().lsn()));
            }
        }
    }

    private void writeAndRemember(Change<Visit> change) {
        repair.inDoubt(change);
        write(change);
    }

    private void write(Change<Visit> change) {
        apply(List.of(change));
        repair.wrote(List.of(change));
    }

    private void start(ReadRepair<Visit> started, List<Change<Visit>> earlier) {
        started.start(earlier, timers, AFTER);
    }

    private void work() {
        boolean worked = true;
        while (worked) {
            worked = mailbox.tryYield();
        }
    }

    private void advance(Duration time) throws Exception {
        timers.setCurrentTime(timers.getCurrentProcessingTime() + time.toMillis());
        work();
    }

    @Test
    void anOlderRowThatCameLateIsReplaced() throws Exception {
        start(repair, List.of());
        writeAndRemember(insert(1, 5, 10));
        writeAndRemember(insert(1, 6, 20));
        writeAndRemember(insert(2, 7, 20));
        apply(List.of(insert(1, 5, 10)));

        advance(AFTER);

        assertThat(writtenAgain).containsExactly(insert(1, 6, 20));
        assertThat(repaired.getCount()).isOne();
    }

    @Test
    void aRowThatWasDeletedSinceIsDeletedAgain() throws Exception {
        start(repair, List.of());
        Change<Visit> deletion = Change.delete(visit(1, 5), new Position(20, 20));
        writeAndRemember(insert(1, 5, 10));
        writeAndRemember(deletion);
        apply(List.of(insert(1, 5, 10)));

        advance(AFTER);

        assertThat(writtenAgain).containsExactly(deletion);
        assertThat(table).isEmpty();
    }

    @Test
    void aRowThatALateDeletionTookComesBack() throws Exception {
        start(repair, List.of());
        writeAndRemember(insert(1, 6, 20));
        apply(List.of(Change.delete(visit(1, 5), new Position(10, 10))));

        advance(AFTER);

        assertThat(writtenAgain).containsExactly(insert(1, 6, 20));
    }

    @Test
    void nothingIsComparedBeforeItsTime() throws Exception {
        start(repair, List.of());
        writeAndRemember(insert(1, 6, 20));
        table.clear();

        advance(AFTER.minusMillis(1));

        assertThat(writtenAgain).isEmpty();
        assertThat(repair.remembered()).containsExactly(insert(1, 6, 20));
    }

    @Test
    void whatIsWrittenLaterIsNotRemembered() throws Exception {
        start(repair, List.of());
        advance(AFTER);

        writeAndRemember(insert(1, 6, 20));

        assertThat(repair.remembered()).isEmpty();
    }

    @Test
    void whatNobodyElseCanHaveWrittenIsNotRemembered() throws Exception {
        start(repair, List.of());
        write(insert(1, 6, 20));
        writeAndRemember(insert(2, 6, 20));
        write(insert(2, 7, 30));

        assertThat(repair.remembered()).containsExactly(insert(2, 7, 30));
    }

    @Test
    void whatIsOnItsWayWhenTheTimeComesDoesNotDiffer() throws Exception {
        start(repair, List.of());
        repair.inDoubt(insert(1, 6, 20));
        repair.wrote(List.of(insert(1, 6, 20)));
        underWay.add(insert(1, 6, 20));

        advance(AFTER);

        assertThat(writtenAgain).isEmpty();
    }

    @Test
    void whatIsWrittenAfterTheTimeHasComeHoldsAnyway() throws Exception {
        start(repair, List.of());
        repair.inDoubt(insert(1, 6, 20));

        advance(AFTER);

        assertThat(writtenAgain).isEmpty();
        assertThat(repair.remembered()).isEmpty();
    }

    @Test
    void aWriterThatWasNotRestoredRemembersNothing() {
        writeAndRemember(insert(1, 6, 20));

        assertThat(repair.remembered()).isEmpty();
    }

    @Test
    void whatACheckpointKeptIsComparedByTheNextAttempt() throws Exception {
        start(repair, List.of(insert(1, 6, 20)));
        apply(List.of(insert(1, 5, 10)));

        advance(AFTER);

        assertThat(writtenAgain).containsExactly(insert(1, 6, 20));
    }

    @Test
    void theImageBeforeIsNotKept() {
        start(repair, List.of());

        repair.inDoubt(insert(1, 6, 20));
        repair.wrote(List.of(Change.update(visit(1, 5), visit(1, 6), new Position(20, 20))));

        assertThat(repair.remembered()).containsExactly(insert(1, 6, 20));
    }

    @Test
    void moreRowsThanOneSliceAreAllCompared() throws Exception {
        start(repair, List.of());
        int rows = 2 * ReadRepair.SLICE + 1;
        for (int id = 0; id < rows; id++) {
            writeAndRemember(insert(id, 6, 20));
        }
        table.clear();

        advance(AFTER);

        assertThat(writtenAgain).hasSize(rows);
        assertThat(repair.remembered()).isEmpty();
    }

    @Test
    void aNewerRowThatIsWrittenWhileTheTableIsReadWins() throws Exception {
        CompletableFuture<ReadRepair.Stored<Visit>> answer = new CompletableFuture<>();
        ReadRepair<Visit> slow = repair(row -> answer);
        start(slow, List.of());
        slow.inDoubt(insert(1, 6, 20));
        slow.wrote(List.of(insert(1, 6, 20)));
        advance(AFTER);
        slow.wrote(List.of(insert(1, 7, 30)));

        answer.complete(new ReadRepair.Stored<>(visit(1, 5), 10));
        work();

        assertThat(writtenAgain).as("the newer row came last anyway").isEmpty();
    }

    @Test
    void itIsFullUntilTheTimeToCompare() throws Exception {
        start(repair, List.of());
        for (int id = 0; id < ReadRepair.MOST_ROWS; id++) {
            assertThat(repair.full()).isFalse();
            writeAndRemember(insert(id, 6, 20));
        }
        assertThat(repair.full()).isTrue();

        advance(AFTER);

        assertThat(repair.full()).isFalse();
        assertThat(writtenAgain).isEmpty();
    }

    @Test
    void aTableThatCannotBeReadFailsTheWriter() {
        ReadRepair<Visit> refused = repair(row -> CompletableFuture.failedFuture(new IOException("no leader")));
        start(refused, List.of());
        refused.inDoubt(insert(1, 6, 20));
        refused.wrote(List.of(insert(1, 6, 20)));

        assertThatThrownBy(() -> advance(AFTER)).hasStackTraceContaining("no leader");
    }

    @Test
    void rememberedRowsSurviveACheckpoint() throws Exception {
        RememberedRows<Visit> rows =
                new RememberedRows<>(1, 2, List.of(insert(1, 6, 20), Change.delete(visit(2, 5), new Position(30, 31))));
        RememberedRows.Serializer<Visit> serializer = new RememberedRows.Serializer<>(Visit.SCHEMA);

        assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(rows)))
                .isEqualTo(rows);
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[0])).hasMessageContaining("version 2");
    }
}
