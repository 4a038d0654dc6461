package io.gridhouse.core.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.change.TaggedChange;
import io.gridhouse.core.change.TaggedChangeTypeInfo;
import io.gridhouse.core.quality.Verdict;
import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.table.RowSchema;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.postgresql.PGStatement;

class ChangeDeserializerTest {

    /** A captured row. */
    public record Meter(long id, Long reading, LocalDateTime time) {
        public static final RowSchema<Meter> SCHEMA = RowSchema.of(Meter.class)
                .bigint("id", Meter::id)
                .decimalOrNull("reading", 10, 2, Meter::reading)
                .timestampOrNull("time", 6, Meter::time)
                .build(f -> new Meter(f.bigint(), f.decimalOrNull(), f.timestampOrNull()));
    }

    private static final int METERS = 1;
    private static final int VERDICTS = 2;

    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("reading", Schema.OPTIONAL_STRING_SCHEMA)
            .field(
                    "time",
                    SchemaBuilder.int64()
                            .optional()
                            .name("io.debezium.time.MicroTimestamp")
                            .build())
            .build();

    private static final Schema SOURCE = SchemaBuilder.struct()
            .field("schema", Schema.STRING_SCHEMA)
            .field("table", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();

    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    private static final long COMMITTED = 1_700_000_000_000L;
    private static final long READ = 1_700_000_009_999L;
    private static final Position SNAPSHOT = new Position(Position.SNAPSHOT_LSN, READ);

    private static final Struct ROW_READ = row("2.50", 0L);
    private static final Struct NAN = row("NaN", 1_000_000L);
    private static final Meter METER = new Meter(7, 250L, LocalDateTime.of(1970, 1, 1, 0, 0));

    private final ChangeDeserializer deserializer = new ChangeDeserializer(List.of(
            new CapturedTable<>("public", "guest", Guest.SCHEMA, List.of("id")),
            new CapturedTable<>("public", "meter", Meter.SCHEMA, List.of("id"))));

    private static Struct row(String reading, Long micros) {
        return new Struct(ROW).put("id", 7L).put("reading", reading).put("time", micros);
    }

    private List<TaggedChange> read(Struct row) {
        return read("public", "meter", "r", row);
    }

    private List<TaggedChange> read(String schema, String table, String op, Struct row) {
        Struct source =
                new Struct(SOURCE).put("schema", schema).put("table", table).put("ts_ms", COMMITTED);
        Struct envelope = new Struct(ENVELOPE)
                .put("after", row)
                .put("source", source)
                .put("op", op)
                .put("ts_ms", READ);
        List<TaggedChange> out = new ArrayList<>();
        deserializer.deserialize(
                new SourceRecord(Map.of(), Map.of(), table, ENVELOPE, envelope), new ListCollector<>(out));
        return out;
    }

    private static TaggedChange verdict(String reason, String payload) {
        return new TaggedChange(VERDICTS, Change.insert(new Verdict("meter", "7", reason, payload), SNAPSHOT));
    }

    private static final TaggedChange NOT_A_NUMBER =
            verdict("reading_nan", "{\"id\":\"7\",\"reading\":\"NaN\",\"time\":\"1970-01-01 00:00:01\"}");

    @Test
    void aRowOfTheSnapshotStandsBeforeEveryStreamedChangeAtTheTimeItWasRead() {
        assertThat(read(ROW_READ)).containsExactly(new TaggedChange(METERS, Change.insert(METER, SNAPSHOT)));
    }

    @Test
    void nullsStayNull() {
        assertThat(read(row(null, null)))
                .containsExactly(new TaggedChange(METERS, Change.insert(new Meter(7, null, null), SNAPSHOT)));
    }

    @Test
    void anUnholdableRowGoesToTheQuarantineOnly() {
        assertThat(read(NAN)).containsExactly(NOT_A_NUMBER);
    }

    @Test
    void infiniteTimesAreUnholdableToo() {
        assertThat(read(row("1.00", PGStatement.DATE_NEGATIVE_INFINITY)))
                .containsExactly(
                        verdict("time_infinite", "{\"id\":\"7\",\"reading\":\"1.00\",\"time\":\"-infinity\"}"));
    }

    @Test
    void timesBefore1970AreHeldToTheMillisecond() {
        assertThat(read(row("1.00", -1_000L)))
                .containsExactly(new TaggedChange(
                        METERS,
                        Change.insert(new Meter(7, 100L, LocalDateTime.parse("1969-12-31T23:59:59.999")), SNAPSHOT)));
        assertThat(read(row("1.00", -1L)))
                .containsExactly(verdict(
                        "time_unholdable",
                        "{\"id\":\"7\",\"reading\":\"1.00\",\"time\":\"1969-12-31 23:59:59.999999\"}"));
    }

    @Test
    void aTableThatNobodyAskedForIsIgnored() {
        assertThat(read("public", "meterx", "r", ROW_READ)).isEmpty();
        assertThat(read("other", "meter", "r", ROW_READ)).isEmpty();
    }

    @Test
    void aValueThatIsNotWhatTheColumnDeclaresNamesTableColumnAndType() {
        assertThatIllegalStateException()
                .isThrownBy(() -> read(row("1.234", 0L)))
                .withMessageContaining("Column public.meter.reading is declared DECIMAL(10,2)")
                .withMessageContaining("1.234");
    }

    @Test
    void aChangeAmongTheRowsOfTheSnapshotIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> read("public", "meter", "u", ROW_READ))
                .withMessageContaining("The snapshot of public.meter has a record with operation 'u'");
    }

    @Test
    void aColumnThatIsGoneAtTheSourceIsNamed() {
        Schema shrunk = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        StructRow image = new StructRow(new CapturedTable<>("public", "meter", Meter.SCHEMA, List.of("id")));

        assertThatIllegalStateException()
                .isThrownBy(() -> image.over(new Struct(shrunk).put("id", 7L)))
                .withMessageContaining("Captured table public.meter has no column 'reading' any more");
    }

    @Test
    void theStreamsTypeKnowsEveryTableAndTheVerdictsLiveAndReplayed() {
        assertThat(deserializer.getProducedType())
                .isEqualTo(new TaggedChangeTypeInfo(List.of(
                        Guest.SCHEMA, Meter.SCHEMA, Verdict.SCHEMA, Guest.SCHEMA, Meter.SCHEMA, Verdict.SCHEMA)));
    }
}
