package io.gridhouse.core.fluss;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.change.Position;
import io.gridhouse.core.sample.EveryType;
import io.gridhouse.core.sample.EveryTypeRows;
import java.time.LocalDateTime;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.fluss.metadata.Schema;
import org.apache.fluss.metadata.TableDescriptor;
import org.apache.fluss.row.GenericRow;
import org.junit.jupiter.api.Test;

class FlussTypesTest {

    private static final LocalDateTime STAMP = LocalDateTime.of(2024, 2, 29, 12, 0);

    @Test
    void aSchemaHoldsTheDeclaredColumnsTheStampAndTheTechnicalOnes() {
        Schema schema = FlussTypes.schema(EveryType.TABLE);

        assertThat(schema.getRowType().getFields().stream().map(field -> field.getName() + " " + field.getType()))
                .containsExactly(
                        "id BIGINT NOT NULL",
                        "bigint_or_null BIGINT",
                        "number INT NOT NULL",
                        "number_or_null INT",
                        "text STRING NOT NULL",
                        "text_or_null STRING",
                        "amount DECIMAL(10, 2) NOT NULL",
                        "amount_or_null DECIMAL(18, 3)",
                        "day DATE NOT NULL",
                        "time TIMESTAMP(6) NOT NULL",
                        "time_or_null TIMESTAMP(6)",
                        "instant_or_null TIMESTAMP_LTZ(3)",
                        "etl_time TIMESTAMP(3)",
                        "source_lsn BIGINT",
                        "source_commit_time TIMESTAMP_LTZ(3)");
        assertThat(schema.getPrimaryKeyColumnNames()).containsExactly("id", "day");
    }

    @Test
    void aTableIsBucketedByItsBucketKey() {
        TableDescriptor descriptor = FlussTypes.descriptor(EveryType.TABLE, 3, Map.of());

        assertThat(descriptor.getTableDistribution()).hasValueSatisfying(distribution -> {
            assertThat(distribution.getBucketCount()).hasValue(3);
            assertThat(distribution.getBucketKeys()).containsExactly("id");
        });
    }

    @Test
    void aTableKeepsNoBeforeImagesUnlessItsPropertiesAskForThem() {
        Map<String, String> asked = Map.of("table.changelog.image", "FULL", "table.log.ttl", "1 d");

        assertThat(FlussTypes.descriptor(EveryType.TABLE, 1, Map.of()).getProperties())
                .containsEntry("table.changelog.image", "WAL");
        assertThat(FlussTypes.descriptor(EveryType.TABLE, 1, asked).getProperties())
                .containsAllEntriesOf(asked);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aRowIsReadAsItWasWritten(@ForAll(supplier = EveryTypeRows.class) EveryType row) {
        EveryType holdable = withDecimalsThatFit(row);

        GenericRow stored = new FlussRowSink<>(EveryType.TABLE).row(holdable, new Position(8, 1_000), STAMP);

        assertThat(EveryType.SCHEMA.reader().read(new FlussRowSource().over(stored)))
                .isEqualTo(holdable);
        assertThat(stored.getTimestampNtz(12, 3).toLocalDateTime()).isEqualTo(STAMP);
        assertThat(stored.getLong(13)).isEqualTo(8);
        assertThat(stored.getTimestampLtz(14, 3).getEpochMillisecond()).isEqualTo(1_000);
    }

    private static EveryType withDecimalsThatFit(EveryType row) {
        return new EveryType(
                row.id(),
                row.bigint(),
                row.number(),
                row.numberOrNull(),
                row.text(),
                row.textOrNull(),
                row.amount() % 10_000_000_000L,
                row.amountOrNull() == null ? null : row.amountOrNull() % 1_000_000_000_000_000_000L,
                row.day(),
                row.time(),
                row.timeOrNull(),
                row.instantOrNull());
    }
}
