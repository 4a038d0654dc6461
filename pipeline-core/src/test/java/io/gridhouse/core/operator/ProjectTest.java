package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.sample.Visit;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class ProjectTest {

    private static final Position HERE = new Position(8, 1_000);
    private static final Visit PLAIN = new Visit(1, 1, 1, 5, null);
    private static final Visit NOTED = new Visit(1, 1, 1, 5, "Ada");
    private static final Guest ADA = new Guest(1, "Ada");

    /** The note as a guest; a visit without one makes none. */
    private static List<Change<Guest>> notes(Change<Visit> change) {
        List<Change<Guest>> out = new ArrayList<>();
        new Project<Visit, Guest>(visit -> visit.note() == null ? null : new Guest(visit.id(), visit.note()))
                .flatMap(change, new ListCollector<>(out));
        return out;
    }

    @Test
    void bothRowsAreProjected() {
        Visit other = new Visit(1, 1, 1, 5, "Bo");

        assertThat(notes(Change.update(NOTED, other, HERE)))
                .containsExactly(Change.update(ADA, new Guest(1, "Bo"), HERE));
    }

    @Test
    void aRowThatMakesNoneCountsAsAbsent() {
        assertThat(notes(Change.update(PLAIN, NOTED, HERE))).containsExactly(Change.insert(ADA, HERE));
        assertThat(notes(Change.update(NOTED, PLAIN, HERE))).containsExactly(Change.delete(ADA, HERE));
        assertThat(notes(Change.insert(PLAIN, HERE))).isEmpty();
        assertThat(notes(Change.delete(PLAIN, HERE))).isEmpty();
    }
}
