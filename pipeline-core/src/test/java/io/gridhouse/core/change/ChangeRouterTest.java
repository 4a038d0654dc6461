package io.gridhouse.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.sample.Visit;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeRouterTest {

    private static final long INTERVAL = 5;
    private static final OutputTag<Change<Visit>> VISITS = new OutputTag<>("visits", ChangeTypeInfo.of(Visit.SCHEMA));
    private static final OutputTag<Change<Guest>> GUESTS = new OutputTag<>("guests", ChangeTypeInfo.of(Guest.SCHEMA));
    private static final Change<Visit> VISIT = Change.insert(new Visit(1, 1, 1, 1, null), new Position(8, 1_000));
    private static final Change<Guest> GUEST = Change.insert(new Guest(1, "Ada"), new Position(16, 1_001));

    /** Added to the tag of a change that an earlier run can have seen. */
    private static final int REPLAYED = 2;

    private OneInputStreamOperatorTestHarness<TaggedChange, Change<?>> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
        harness.setProcessingTime(1_000);
    }

    private static OneInputStreamOperatorTestHarness<TaggedChange, Change<?>> harness() throws Exception {
        return new OneInputStreamOperatorTestHarness<>(new ChangeRouter(List.of(VISITS, GUESTS), INTERVAL));
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void capture(int tag, Change<?> change) throws Exception {
        // The source's own timestamp must not matter.
        harness.processElement(new TaggedChange(tag, change), 99);
    }

    @Test
    void changesAreNumberedAcrossTablesAndSentToTheirStreams() throws Exception {
        capture(0, VISIT);
        capture(1, GUEST);
        capture(0, VISIT);

        assertThat(harness.getSideOutput(VISITS))
                .containsExactly(new StreamRecord<>(VISIT, 1), new StreamRecord<>(VISIT, 3));
        assertThat(harness.getSideOutput(GUESTS)).containsExactly(new StreamRecord<>(GUEST, 2));
        assertThat(harness.getOutput()).isEmpty();
    }

    /** 100 changes in 5 ms are 20 per millisecond, at which a bundle lasts 50 ms. */
    @Test
    void aBundleLastsLongerWhileMoreChangesCome() throws Exception {
        for (int i = 0; i < 100; i++) {
            capture(0, VISIT);
        }
        harness.setProcessingTime(1_005);
        capture(0, VISIT);
        assertThat(harness.getOutput()).containsExactly(new Watermark(100));

        harness.setProcessingTime(1_054);
        assertThat(harness.getOutput()).hasSize(1);
        harness.setProcessingTime(1_055);
        assertThat(harness.getOutput()).containsExactly(new Watermark(100), new Watermark(101));

        capture(0, VISIT);
        harness.setProcessingTime(1_060);
        assertThat(harness.getOutput()).as("after a silence").hasSize(3);
    }

    @Test
    void aBundleNeverLastsLongerThanATenthOfASecond() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            capture(0, VISIT);
        }
        harness.setProcessingTime(1_005);
        capture(0, VISIT);

        harness.setProcessingTime(1_105);

        assertThat(harness.getOutput()).containsExactly(new Watermark(10_000), new Watermark(10_001));
    }

    /** As after a crash of the JobManager before the first checkpoint. */
    @Test
    void aRunThatDoesNotKnowOfTheEarlierOneIsToldByTheChanges() throws Exception {
        capture(REPLAYED, VISIT);
        capture(1 + REPLAYED, GUEST);
        capture(0, VISIT);

        assertThat(harness.getSideOutput(VISITS))
                .containsExactly(new StreamRecord<>(VISIT, 1), new StreamRecord<>(VISIT, ChangeRouter.FIRST_UNSEEN));
        assertThat(harness.getOutput()).containsExactly(new Watermark(1), new Watermark(2));
    }

    @Test
    void afterARestoreEachChangeThatTheEarlierRunCanHaveSeenIsABundleOfItsOwn() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();

        capture(REPLAYED, VISIT);
        capture(1 + REPLAYED, GUEST);
        capture(0, VISIT);

        assertThat(harness.getSideOutput(VISITS))
                .containsExactly(new StreamRecord<>(VISIT, 1), new StreamRecord<>(VISIT, ChangeRouter.FIRST_UNSEEN));
        assertThat(harness.getSideOutput(GUESTS)).containsExactly(new StreamRecord<>(GUEST, 2));
        assertThat(harness.getOutput()).containsExactly(new Watermark(1), new Watermark(2));
    }

    @Test
    void afterARestoreRowsOfTheSnapshotCanHaveBeenSeen() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        harness.setProcessingTime(1_000);
        Change<Visit> read = Change.insert(VISIT.after(), new Position(Position.SNAPSHOT_LSN, 1_000));

        capture(0, read);
        capture(0, VISIT);
        harness.setProcessingTime(1_000 + INTERVAL);

        assertThat(harness.getSideOutput(VISITS))
                .containsExactly(new StreamRecord<>(read, 1), new StreamRecord<>(VISIT, ChangeRouter.FIRST_UNSEEN));
        assertThat(harness.getOutput())
                .as("no bundle has both")
                .containsExactly(new Watermark(1), new Watermark(ChangeRouter.FIRST_UNSEEN));
    }

    @Test
    void oneWatermarkPerIntervalCoversWhatWasSent() throws Exception {
        capture(0, VISIT);
        capture(0, VISIT);
        harness.setProcessingTime(1_000 + INTERVAL - 1);
        assertThat(harness.getOutput()).isEmpty();

        harness.setProcessingTime(1_000 + INTERVAL);
        assertThat(harness.getOutput()).containsExactly(new Watermark(2));

        capture(1, GUEST);
        harness.setProcessingTime(1_000 + 2 * INTERVAL);
        assertThat(harness.getOutput()).containsExactly(new Watermark(2), new Watermark(3));
    }

    @Test
    void anIdleSourceAnnouncesNothing() throws Exception {
        harness.setProcessingTime(10_000);

        assertThat(harness.getOutput()).isEmpty();
    }

    @Test
    void ofTheSourcesWatermarksOnlyTheEndPasses() throws Exception {
        harness.processWatermark(12_345);
        assertThat(harness.getOutput()).isEmpty();

        harness.processWatermark(Watermark.MAX_WATERMARK);
        assertThat(harness.getOutput()).containsExactly(Watermark.MAX_WATERMARK);
    }

    @Test
    void nothingIsAnnouncedBehindTheEnd() throws Exception {
        capture(0, VISIT);
        harness.processWatermark(Watermark.MAX_WATERMARK);

        harness.setProcessingTime(1_000 + INTERVAL);

        assertThat(harness.getOutput()).containsExactly(Watermark.MAX_WATERMARK);
    }
}
