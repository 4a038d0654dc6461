package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.change.Position;
import org.junit.jupiter.api.Test;

class PendingTest {

    private static final Position EARLY = new Position(8, 1);
    private static final Position LATE = new Position(16, 2);

    private final Pending<String> row = new Pending<>();

    @Test
    void theLastChangeHolds() {
        row.take("first", EARLY, 1);
        row.take("second", LATE, 2);

        assertThat(row.after).isEqualTo("second");
        assertThat(row.position).isEqualTo(LATE);
        assertThat(row.number).isEqualTo(2);
    }

    @Test
    void aLaterDeleteHolds() {
        row.take("first", EARLY, 1);
        row.take(null, LATE, 2);

        assertThat(row.after).isNull();
    }

    @Test
    void ofOneSourceChangeTheInsertHoldsInEitherOrder() {
        row.take("moved here", EARLY, 5);
        row.take(null, EARLY, 5);

        assertThat(row.after).isEqualTo("moved here");

        Pending<String> other = new Pending<>();
        other.take(null, EARLY, 5);
        other.take("moved here", EARLY, 5);

        assertThat(other.after).isEqualTo("moved here");
    }

    @Test
    void thePositionNeverFalls() {
        row.take("replayed", LATE, 1);
        row.take("older", EARLY, 2);

        assertThat(row.position).isEqualTo(LATE);
    }
}
