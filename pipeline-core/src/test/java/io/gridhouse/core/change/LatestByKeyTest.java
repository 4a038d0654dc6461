package io.gridhouse.core.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gridhouse.core.sample.Visit;
import org.junit.jupiter.api.Test;

class LatestByKeyTest {

    private static final Position HERE = new Position(8, 1_000);
    private static final Visit FIRST = new Visit(1, 1, 1, 5, null);
    private static final Visit SECOND = new Visit(1, 1, 1, 6, null);
    private static final Visit OTHER = new Visit(2, 1, 1, 5, null);

    private final LatestByKey<Visit> bundle = new LatestByKey<>(Visit.TABLE);

    @Test
    void ofEachKeyTheLatestChangeRemains() {
        bundle.add(Change.insert(FIRST, HERE), 1);
        bundle.add(Change.insert(OTHER, HERE), 2);
        bundle.add(Change.update(FIRST, SECOND, HERE), 3);

        assertThat(bundle.drain(3))
                .containsExactlyInAnyOrder(Change.update(FIRST, SECOND, HERE), Change.insert(OTHER, HERE));
    }

    @Test
    void theNumberDecidesAndNotTheArrival() {
        bundle.add(Change.update(FIRST, SECOND, HERE), 3);
        bundle.add(Change.insert(FIRST, HERE), 1);

        assertThat(bundle.drain(3)).containsExactly(Change.update(FIRST, SECOND, HERE));
    }

    @Test
    void ofOneNumberTheDeleteCountsFirst() {
        bundle.add(Change.insert(SECOND, HERE), 3);
        bundle.add(Change.delete(FIRST, HERE), 3);

        assertThat(bundle.drain(3)).containsExactly(Change.insert(SECOND, HERE));
    }

    @Test
    void whatIsAheadOfTheWatermarkWaits() {
        bundle.add(Change.insert(FIRST, HERE), 1);
        bundle.add(Change.update(FIRST, SECOND, HERE), 2);

        assertThat(bundle.drain(1)).containsExactly(Change.insert(FIRST, HERE));
        assertThat(bundle.drain(1)).isEmpty();
        assertThat(bundle.drain(Long.MAX_VALUE)).containsExactly(Change.update(FIRST, SECOND, HERE));
        assertThat(bundle.drain(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void whatIsFoldedEarlierGivesWayToWhatComesLater() {
        bundle.add(Change.insert(FIRST, HERE), 1);
        bundle.add(Change.insert(OTHER, HERE), 2);
        bundle.fold(2);
        assertThat(bundle.unfolded()).isZero();
        assertThat(bundle.folded()).isEqualTo(2);

        bundle.add(Change.delete(FIRST, HERE), 3);

        assertThat(bundle.drain(3)).containsExactly(Change.delete(FIRST, HERE), Change.insert(OTHER, HERE));
        assertThat(bundle.drain(3)).isEmpty();
    }

    @Test
    void aChangeWithoutARowIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Change<>(null, null, HERE));
    }
}
