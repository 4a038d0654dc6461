package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.table.TableSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableRestoreTest {

    private static final int MAX_PARALLELISM = 8;
    private static final int KEYS = 12;
    private static final Duration LATE = Duration.ofSeconds(60);
    private static final TableSpec<Guest> GUESTS = TableSpec.of("guest", Guest.SCHEMA, "id");
    private static final Guest ADA = new Guest(1, "Ada");
    private static final Guest GRACE = new Guest(1, "Grace");
    private static final Guest BOB = new Guest(2, "Bob");

    private final List<KeyedOneInputStreamOperatorTestHarness<Long, Change<Guest>, Change<Guest>>> subtasks =
            new ArrayList<>();
    private List<OperatorSubtaskState> checkpoint;
    private long checkpoints;
    private long number;

    @BeforeEach
    void empty() {
        WrittenTable.empty();
    }

    private void start(int parallelism) throws Exception {
        for (int index = 0; index < parallelism; index++) {
            var subtask = new KeyedOneInputStreamOperatorTestHarness<>(
                    new TableRestore<>(Guest::id, GUESTS, new WrittenTable.Log(), LATE),
                    change -> change.row().id(),
                    Types.LONG,
                    MAX_PARALLELISM,
                    parallelism,
                    index);
            if (checkpoint != null) {
                subtask.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        AbstractStreamOperatorTestHarness.repackageState(
                                checkpoint.toArray(OperatorSubtaskState[]::new)),
                        MAX_PARALLELISM,
                        checkpoint.size(),
                        parallelism,
                        index));
            }
            subtask.open();
            subtasks.add(subtask);
        }
        number = 0;
    }

    @AfterEach
    void end() throws Exception {
        for (var subtask : subtasks) {
            subtask.close();
        }
        subtasks.clear();
    }

    private void restart(int parallelism) throws Exception {
        end();
        start(parallelism);
    }

    private static Position at(long lsn) {
        return new Position(lsn, lsn * 10);
    }

    private void process(Change<Guest> change) throws Exception {
        number++;
        int index = KeyGroupRangeAssignment.assignKeyToParallelOperator(
                change.row().id(), MAX_PARALLELISM, subtasks.size());
        subtasks.get(index).processElement(change, number);
        for (var subtask : subtasks) {
            subtask.processWatermark(number);
        }
    }

    /** Writes what was emitted to the table, and returns it. */
    private List<Change<Guest>> sink() {
        List<Change<Guest>> changes = new ArrayList<>();
        for (var subtask : subtasks) {
            for (StreamRecord<? extends Change<Guest>> record : subtask.extractOutputStreamRecords()) {
                changes.add(record.getValue());
            }
            subtask.getOutput().clear();
        }
        changes.forEach(change ->
                WrittenTable.write(change.isDelete() ? change : Change.insert(change.after(), change.position())));
        return changes;
    }

    private void snapshot() throws Exception {
        checkpoints++;
        for (var subtask : subtasks) {
            subtask.prepareSnapshotPreBarrier(checkpoints);
        }
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (var subtask : subtasks) {
            states.add(subtask.snapshot(checkpoints, checkpoints));
        }
        sink();
        checkpoint = states;
        for (var subtask : subtasks) {
            subtask.notifyOfCompletedCheckpoint(checkpoints);
        }
    }

    private void pass(long millis) throws Exception {
        for (var subtask : subtasks) {
            subtask.setProcessingTime(subtask.getProcessingTime() + millis);
        }
    }

    @Test
    void aChangeIsPassedOnWithTheRowThatTheTableHad() throws Exception {
        start(1);
        process(Change.insert(ADA, at(1)));
        process(Change.insert(GRACE, at(2)));
        process(Change.delete(GRACE, at(3)));
        process(Change.delete(BOB, at(4)));

        assertThat(sink())
                .containsExactly(
                        Change.insert(ADA, at(1)), Change.update(ADA, GRACE, at(2)), Change.delete(GRACE, at(3)));
    }

    @Test
    void aRowThatOnlyTheEarlierAttemptHadAReasonToWriteGoes() throws Exception {
        start(1);
        snapshot();
        process(Change.insert(ADA, at(5)));
        sink();
        restart(1);

        pass(1);

        assertThat(subtasks.get(0).getOutput())
                .last()
                .as("what ends the bundle")
                .isEqualTo(new Watermark(0));
        assertThat(sink()).containsExactly(Change.delete(ADA, at(5)));
        assertThat(WrittenTable.ROWS).isEmpty();
    }

    @Test
    void aRowThatOnlyTheEarlierAttemptHadAReasonToChangeComesBackAtAPositionThatDoesNotFall() throws Exception {
        start(1);
        process(Change.insert(ADA, at(1)));
        sink();
        snapshot();
        process(Change.insert(GRACE, at(5)));
        sink();
        restart(1);

        process(Change.insert(BOB, at(2)));

        assertThat(sink()).containsExactly(Change.update(GRACE, ADA, at(5)), Change.insert(BOB, at(2)));
        assertThat(WrittenTable.ROWS).containsOnly(Map.entry(1L, ADA), Map.entry(2L, BOB));
    }

    @Test
    void aRowIsPutBackAtTheGreatestPositionThatAnybodyWroteItAt() throws Exception {
        start(1);
        process(Change.insert(ADA, at(1)));
        sink();
        snapshot();
        WrittenTable.write(Change.insert(GRACE, at(9)));
        WrittenTable.write(Change.insert(new Guest(1, "Grete"), at(5)));
        restart(1);

        pass(1);

        assertThat(sink()).containsExactly(Change.update(new Guest(1, "Grete"), ADA, at(9)));
    }

    @Test
    void aLongLogIsPutBackInParts() throws Exception {
        start(1);
        snapshot();
        int rows = 2 * TableRestore.MOST_HELD + 1;
        for (int id = 0; id < rows; id++) {
            WrittenTable.write(Change.insert(new Guest(id, "Nobody"), at(id)));
        }
        restart(1);

        pass(1);

        assertThat(subtasks.get(0).getOutput().stream().filter(Watermark.class::isInstance))
                .as("ends of bundles")
                .hasSize(3);
        assertThat(sink()).hasSize(rows);
        assertThat(WrittenTable.ROWS).isEmpty();
    }

    @Test
    void aTableThatDoesNotAnswerKeepsNoCheckpointFromBeingTaken() throws Exception {
        start(1);
        snapshot();
        WrittenTable.answers = false;
        snapshot();
        snapshot();
        WrittenTable.answers = true;
        process(Change.insert(ADA, at(5)));
        sink();
        restart(1);
        pass(1);
        sink();

        assertThat(WrittenTable.ROWS).isEmpty();
    }

    @Test
    void whatWasWrittenBeforeAFirstCheckpointGoes() throws Exception {
        start(1);
        process(Change.insert(ADA, at(5)));
        sink();
        restart(1);

        pass(1);
        sink();

        assertThat(WrittenTable.ROWS).isEmpty();
    }

    @Test
    void whatATaskOfTheEarlierAttemptWritesLateIsWrittenAgain() throws Exception {
        start(1);
        process(Change.insert(ADA, at(1)));
        process(Change.insert(BOB, at(2)));
        sink();
        snapshot();
        restart(1);
        pass(1);
        sink();
        WrittenTable.write(Change.insert(GRACE, at(3)));
        WrittenTable.write(Change.insert(new Guest(3, "Nobody"), at(3)));
        // A restore from a checkpoint of meanwhile looks at what was written late as well.
        snapshot();
        restart(1);
        pass(1);
        sink();
        assertThat(WrittenTable.ROWS).containsOnly(Map.entry(1L, ADA), Map.entry(2L, BOB));
        WrittenTable.write(Change.insert(GRACE, at(4)));

        pass(LATE.toMillis());

        assertThat(sink()).containsExactly(Change.update(GRACE, ADA, at(4)));
        assertThat(WrittenTable.ROWS).containsOnly(Map.entry(1L, ADA), Map.entry(2L, BOB));
    }

    @Test
    void rowsWithoutOffsetsAreRefused() throws Exception {
        try (var other = new KeyedOneInputStreamOperatorTestHarness<>(
                new ChangelogNormalize<>(Guest::id, Guest.SCHEMA),
                change -> change.row().id(),
                Types.LONG)) {
            other.open();
            checkpoint = List.of(other.snapshot(1, 1));
        }

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> start(1))
                .withMessageContaining("doesn't say how far the log of table guest was")
                .withMessageContaining("rebuild the layer's tables");
    }

    @Test
    void overRandomHistoriesEveryRestoreBeginsWithTheTableOfItsCheckpoint() throws Exception {
        Random random = new Random(11);
        for (int history = 0; history < 60; history++) {
            end();
            empty();
            checkpoint = null;
            Map<Long, Guest> atCheckpoint = new TreeMap<>();
            start(1 + random.nextInt(2));
            long lsn = 0;
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(12)) {
                    case 0 -> {
                        snapshot();
                        atCheckpoint = new TreeMap<>(WrittenTable.ROWS);
                    }
                    case 1 -> {
                        restart(1 + random.nextInt(2));
                        pass(1);
                        sink();
                        assertThat(WrittenTable.ROWS)
                                .as("table after a restore")
                                .isEqualTo(atCheckpoint);
                    }
                    default -> {
                        long id = random.nextInt(KEYS);
                        Guest guest = new Guest(id, "guest " + random.nextInt(4));
                        lsn++;
                        Position position = at(lsn);
                        process(
                                random.nextInt(3) == 0
                                        ? Change.delete(guest, position)
                                        : Change.insert(guest, position));
                        if (random.nextBoolean()) {
                            sink();
                        }
                    }
                }
            }
        }
    }
}
