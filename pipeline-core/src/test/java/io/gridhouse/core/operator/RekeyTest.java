package io.gridhouse.core.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.sample.Visit;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;

class RekeyTest {

    private static final Position HERE = new Position(8, 1_000);
    private static final Visit ROW = new Visit(1, 1, 1, 5, null);

    private static List<Change<Visit>> byPlace(Change<Visit> change) {
        List<Change<Visit>> out = new ArrayList<>();
        new Rekey<>(Visit::place).flatMap(change, new ListCollector<>(out));
        return out;
    }

    @Test
    void anUpdateWithinTheKeyTravelsWhole() {
        Change<Visit> update = Change.update(ROW, ROW.withAmount(6), HERE);

        assertThat(byPlace(update)).containsExactly(update);
    }

    @Test
    void anUpdateOfTheKeyIsADeleteAndAnInsertAtOnePosition() {
        Visit moved = ROW.withPlace(2);

        assertThat(byPlace(Change.update(ROW, moved, HERE)))
                .containsExactly(Change.delete(ROW, HERE), Change.insert(moved, HERE));
    }

    @Test
    void insertsAndDeletesPass() {
        assertThat(byPlace(Change.insert(ROW, HERE))).containsExactly(Change.insert(ROW, HERE));
        assertThat(byPlace(Change.delete(ROW, HERE))).containsExactly(Change.delete(ROW, HERE));
    }
}
