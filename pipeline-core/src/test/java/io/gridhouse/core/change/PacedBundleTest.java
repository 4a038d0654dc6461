package io.gridhouse.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.sample.Visit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacedBundleTest {

    private static final Position HERE = new Position(8, 1_000);
    private static final long PAUSE = 100;

    /** The most keys that wait. */
    private static final int MOST = 50_000;

    private final TestProcessingTimeService timers = new TestProcessingTimeService();
    private final List<List<Change<Visit>>> writes = new ArrayList<>();
    private final List<Integer> repeats = new ArrayList<>();
    private int capacity = 1_000;
    private final PacedBundle<Visit> bundle = new PacedBundle<>(
            Visit.TABLE,
            timers,
            repeated -> {
                repeats.add(repeated);
                return PAUSE;
            },
            new PacedBundle.Target<>() {
                @Override
                public int capacity() {
                    return capacity;
                }

                @Override
                public void write(Collection<Change<Visit>> changes) {
                    writes.add(List.copyOf(changes));
                }
            });
    private long number;

    @BeforeEach
    void begin() throws Exception {
        timers.setCurrentTime(1_000);
    }

    @Test
    void aBundleAfterAPauseIsHandedOutAtOnce() throws Exception {
        Change<Visit> change = change(1, 5);
        bundle.close(number);

        assertThat(writes).containsExactly(List.of(change));
    }

    @Test
    void oneThatComesSoonerWaitsAndIsFolded() throws Exception {
        change(1, 5);
        bundle.close(number);
        change(1, 6);
        bundle.close(number);
        Change<Visit> last = change(1, 7);
        bundle.close(number);
        assertThat(writes).hasSize(1);

        timers.setCurrentTime(1_000 + PAUSE);

        assertThat(writes).hasSize(2).last().isEqualTo(List.of(last));
    }

    @Test
    void aBusyTargetIsGivenNothing() throws Exception {
        capacity = 0;
        change(1, 5);
        bundle.close(number);
        timers.setCurrentTime(1_500);
        assertThat(writes).isEmpty();

        capacity = 1_000;
        timers.setCurrentTime(2_000);

        assertThat(writes).hasSize(1);
    }

    @Test
    void manyChangesOfFewKeysWaitTheirTime() throws Exception {
        capacity = 0;
        for (int i = 0; i < 5 * MOST; i++) {
            change(i % 100, i);
            bundle.close(number);
        }
        assertThat(writes).isEmpty();

        bundle.flush();

        assertThat(writes).hasSize(1);
        assertThat(writes.get(0))
                .hasSize(100)
                .allSatisfy(change -> assertThat(change.after().amount()).isGreaterThanOrEqualTo(5 * MOST - 100));
    }

    @Test
    void whatTheTargetCannotTakeAtOnceFollowsWithoutAPauseAndIsFoldedMeanwhile() throws Exception {
        capacity = 2;
        change(1, 5);
        change(2, 5);
        change(3, 5);
        bundle.close(number);
        assertThat(writes).hasSize(1);
        assertThat(writes.get(0)).extracting(change -> change.after().id()).containsExactly(1L, 2L);

        change(3, 6);
        bundle.close(number);
        timers.advance(5);

        assertThat(writes).hasSize(2);
        assertThat(writes.get(1)).extracting(change -> change.after().amount()).containsExactly(6L);
    }

    @Test
    void rowsThatWaitOrWereJustWrittenCountAsRepeats() throws Exception {
        change(1, 5);
        bundle.close(number);
        change(1, 6);
        change(2, 5);
        change(2, 6);
        bundle.close(number);
        timers.advance(PAUSE);

        assertThat(repeats).containsExactly(0, 2);
    }

    @Test
    void manyKeysDoNot() throws Exception {
        capacity = 0;
        for (int i = 0; i < MOST; i++) {
            change(i, i);
            bundle.close(number);
        }

        assertThat(writes).hasSize(1);
        assertThat(writes.get(0)).as("a piece, those that wait longest").hasSize(1_000);
        assertThat(writes.get(0).get(0).after().id()).isZero();
    }

    @Test
    void whatIsAheadOfTheWatermarkIsLookedAtOnceOnly() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            change(i, i);
        }
        long last = number;
        bundle.close(0);
        change(1, 1);
        bundle.close(0);
        assertThat(writes).isEmpty();

        bundle.close(last);

        assertThat(writes).hasSize(1);
        assertThat(writes.get(0)).hasSize(1_000);
    }

    @Test
    void aWaitEndsWhenThePauseDoes() throws Exception {
        change(1, 5);
        bundle.close(number);
        timers.setCurrentTime(1_000 + PAUSE - 1);
        change(1, 6);
        bundle.close(number);
        assertThat(writes).hasSize(1);

        timers.setCurrentTime(1_000 + PAUSE);

        assertThat(writes).hasSize(2);
    }

    @Test
    void whatNoWatermarkCoversIsNotHandedOut() throws Exception {
        change(1, 5);
        bundle.close(number - 1);
        assertThat(writes).isEmpty();

        bundle.close(number);

        assertThat(writes).hasSize(1);
    }

    private Change<Visit> change(long id, long amount) {
        Change<Visit> change = Change.insert(new Visit(id, 1, 1, amount, null), HERE);
        bundle.add(change, ++number);
        return change;
    }
}
