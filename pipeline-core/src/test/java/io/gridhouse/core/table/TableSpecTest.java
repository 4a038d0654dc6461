package io.gridhouse.core.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gridhouse.core.sample.EveryType;
import io.gridhouse.core.sample.Visit;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableSpecTest {

    @Test
    void aTableNeedsAKey() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableSpec.of("visit", Visit.SCHEMA))
                .withMessage("Table visit needs a primary key");
    }

    @Test
    void aKeyColumnMustExistAndNotBeNullable() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableSpec.of("visit", Visit.SCHEMA, "no_such"))
                .withMessageContaining("'no_such'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableSpec.of("visit", Visit.SCHEMA, "note"))
                .withMessage("Key column visit.note must not be nullable");
    }

    @Test
    void aBucketKeyIsASubsetOfTheKey() {
        TableSpec<Visit> table = TableSpec.of("visit", Visit.SCHEMA, "id", "place");

        assertThat(table.bucketKey()).containsExactly("id", "place");
        assertThat(table.bucketedBy("place").bucketKey()).containsExactly("place");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.bucketedBy("guest"))
                .withMessageContaining("must be a subset of its key [id, place]");
    }

    @Test
    void technicalColumnsFollowTheDeclaredOnesAndTheStamp() {
        assertThat(Visit.TABLE.storedColumns())
                .isEqualTo(List.of("id", "guest", "place", "amount", "note", "source_lsn", "source_commit_time"));
        assertThat(Visit.TABLE.stampedBy("etl_time").storedColumns())
                .isEqualTo(List.of(
                        "id", "guest", "place", "amount", "note", "etl_time", "source_lsn", "source_commit_time"));
    }

    @Test
    void aKeyOfOneColumnIsItsValueAndOfSeveralTheirList() {
        assertThat(new RowKey<>(Visit.TABLE).of(new Visit(7, 1, 2, 3, null))).isEqualTo(7L);
        assertThat(new RowKey<>(EveryType.TABLE).of(EveryType.FULL))
                .isEqualTo(List.of(EveryType.FULL.id(), EveryType.FULL.day()));
    }
}
