package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.sample.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangelogNormalizeTest {

    private static final Guest ADA = new Guest(1, "Ada");
    private static final Guest GRACE = new Guest(1, "Grace");
    private static final Position FIRST = new Position(8, 1_000);
    private static final Position SECOND = new Position(16, 2_000);

    private KeyedOneInputStreamOperatorTestHarness<Long, Change<Guest>, Change<Guest>> harness;
    private long number;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<Long, Change<Guest>, Change<Guest>> harness()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new ChangelogNormalize<>(Guest::id, Guest.SCHEMA),
                change -> change.row().id(),
                Types.LONG);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void read(Change<Guest> change) throws Exception {
        harness.processElement(change, ++number);
    }

    /** Ends the bundle; what it emitted. */
    private List<Change<Guest>> emitted() throws Exception {
        harness.processWatermark(new Watermark(number));
        List<Change<Guest>> changes = new ArrayList<>();
        for (StreamRecord<? extends Change<Guest>> sent : harness.extractOutputStreamRecords()) {
            changes.add(sent.getValue());
        }
        harness.getOutput().clear();
        return changes;
    }

    @Test
    void anUpsertGetsTheRowThatItReplaces() throws Exception {
        read(Change.insert(ADA, FIRST));
        assertThat(emitted()).containsExactly(Change.insert(ADA, FIRST));

        read(Change.insert(GRACE, SECOND));
        assertThat(emitted()).containsExactly(Change.update(ADA, GRACE, SECOND));
    }

    @Test
    void aDeletionIsOfTheRowThatIsThereWhateverItSays() throws Exception {
        read(Change.insert(ADA, FIRST));
        emitted();

        read(Change.delete(GRACE, SECOND));
        assertThat(emitted()).containsExactly(Change.delete(ADA, SECOND));
    }

    @Test
    void whatChangesNothingIsNotPassedOn() throws Exception {
        read(Change.insert(ADA, FIRST));
        emitted();

        read(Change.insert(ADA, SECOND));
        read(Change.delete(new Guest(2, "Nobody"), SECOND));
        assertThat(emitted()).isEmpty();
    }

    @Test
    void aRestoredOneKnowsItsRows() throws Exception {
        read(Change.insert(ADA, FIRST));
        emitted();
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(state);
        harness.open();

        read(Change.insert(GRACE, SECOND));
        assertThat(emitted()).containsExactly(Change.update(ADA, GRACE, SECOND));
    }

    @Test
    void whatItEmitsAddsUpToTheTableOverRandomHistories() throws Exception {
        Random random = new Random(7);
        Map<Long, Guest> table = new TreeMap<>();
        Map<Long, Guest> read = new TreeMap<>();
        for (int step = 0; step < 5_000; step++) {
            long id = random.nextInt(20);
            Guest guest = new Guest(id, "guest " + random.nextInt(4));
            if (random.nextInt(3) == 0) {
                table.remove(id);
                read(Change.delete(guest, new Position(step, step)));
            } else {
                table.put(id, guest);
                read(Change.insert(guest, new Position(step, step)));
            }
            if (random.nextInt(6) == 0) {
                for (Change<Guest> change : emitted()) {
                    long key = change.row().id();
                    assertThat(read.get(key)).as("row before").isEqualTo(change.before());
                    assertThat(Objects.equals(change.before(), change.after())).isFalse();
                    if (change.isDelete()) {
                        read.remove(key);
                    } else {
                        read.put(key, change.after());
                    }
                }
                assertThat(read).isEqualTo(table);
            }
        }
    }
}
