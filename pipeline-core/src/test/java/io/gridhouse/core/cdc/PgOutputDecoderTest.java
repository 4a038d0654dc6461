package io.gridhouse.core.cdc;

import static io.gridhouse.core.cdc.PgOutputMessage.UNCHANGED;
import static io.gridhouse.core.cdc.PgOutputMessage.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gridhouse.core.cdc.ChangeDeserializerTest.Meter;
import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.change.TaggedChange;
import io.gridhouse.core.quality.Verdict;
import io.gridhouse.core.sample.Guest;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages as PostgreSQL's documentation describes them, byte for byte. */
class PgOutputDecoderTest {

    private static final int METERS = 1;
    private static final int VERDICTS = 2;
    private static final int METER_ID = 16_400;
    private static final long LSN = 500;
    private static final long COMMITTED = 1_700_000_000_123L;
    private static final long POSTGRES_EPOCH_MILLIS = 946_684_800_000L;
    private static final Position STREAMED = new Position(LSN, COMMITTED);

    private static final String[] OLD = {"7", "1.50", "1970-01-01 00:00:00"};
    private static final String[] NEW = {"7", "2.50", "1970-01-01 00:00:00"};
    private static final String[] NAN = {"7", "NaN", "1970-01-01 00:00:01"};
    private static final Meter OLD_ROW = new Meter(7, 150L, LocalDateTime.of(1970, 1, 1, 0, 0));
    private static final Meter NEW_ROW = new Meter(7, 250L, LocalDateTime.of(1970, 1, 1, 0, 0));

    /** An earlier run can have seen transactions that end up to here. */
    private long seenUpTo;

    private final PgOutputDecoder decoder = new PgOutputDecoder(
            List.of(
                    new CapturedTable<>("public", "guest", Guest.SCHEMA, List.of("id")),
                    new CapturedTable<>("public", "meter", Meter.SCHEMA, List.of("id"))),
            Map.of(METER_ID, "public.meter"),
            400,
            lsn -> lsn <= seenUpTo);

    private void decode(PgOutputMessage message) {
        decoder.decode(message.build(), LSN);
    }

    private void begin() {
        decode(message('B')
                .int64(900)
                .int64((COMMITTED - POSTGRES_EPOCH_MILLIS) * 1_000 + 456)
                .int32(77));
    }

    private void commit(long end) {
        decode(message('C').kind('\0').int64(end - 8).int64(end).int64(0));
    }

    private void announce(int id, String schema, String table, String... columns) {
        PgOutputMessage relation =
                message('R').int32(id).text(schema).text(table).kind('f').int16(columns.length);
        for (String column : columns) {
            relation.kind('\0').text(column).int32(25).int32(-1);
        }
        decode(relation);
    }

    @BeforeEach
    void announceAndBegin() {
        begin();
        announce(METER_ID, "public", "meter", "id", "reading", "time");
    }

    private List<TaggedChange> insert(String... row) {
        decode(message('I').int32(METER_ID).kind('N').tuple(row));
        return decoder.take();
    }

    private List<TaggedChange> update(String[] before, String... after) {
        decode(message('U').int32(METER_ID).kind('O').tuple(before).kind('N').tuple(after));
        return decoder.take();
    }

    private List<TaggedChange> delete(String... before) {
        decode(message('D').int32(METER_ID).kind('O').tuple(before));
        return decoder.take();
    }

    private static TaggedChange meter(Change<Meter> change) {
        return new TaggedChange(METERS, change);
    }

    private static TaggedChange verdict(String reason, String payload) {
        return new TaggedChange(VERDICTS, Change.insert(new Verdict("meter", "7", reason, payload), STREAMED));
    }

    private static final TaggedChange FINE = verdict(null, null);
    private static final TaggedChange NOT_A_NUMBER =
            verdict("reading_nan", "{\"id\":\"7\",\"reading\":\"NaN\",\"time\":\"1970-01-01 00:00:01\"}");

    @Test
    void insertsUpdatesAndDeletesCarryTheirRowsAndTheTablesTag() {
        assertThat(insert(NEW)).containsExactly(meter(Change.insert(NEW_ROW, STREAMED)));
        assertThat(update(OLD, NEW)).containsExactly(meter(Change.update(OLD_ROW, NEW_ROW, STREAMED)));
        assertThat(delete(OLD)).containsExactly(meter(Change.delete(OLD_ROW, STREAMED)));
    }

    @Test
    void anUpdateOfThePrimaryKeyIsADeleteAndAnInsert() {
        assertThat(update(OLD, "8", "1.50", "1970-01-01 00:00:00"))
                .containsExactly(
                        meter(Change.delete(OLD_ROW, STREAMED)),
                        meter(Change.insert(new Meter(8, 150L, OLD_ROW.time()), STREAMED)));
    }

    @Test
    void aLargeValueThatDidNotChangeIsThatOfTheRowBefore() {
        assertThat(update(OLD, "7", UNCHANGED, "1970-01-01 00:00:01"))
                .containsExactly(meter(
                        Change.update(OLD_ROW, new Meter(7, 150L, LocalDateTime.of(1970, 1, 1, 0, 0, 1)), STREAMED)));
    }

    @Test
    void changesOfATransactionThatAnEarlierRunCanHaveSeenHaveTheTagsOfAReplay() {
        seenUpTo = 899;
        begin();
        assertThat(decoder.transactionLsn()).isEqualTo(900);
        assertThat(insert(NEW)).extracting(TaggedChange::tag).containsExactly(METERS);

        seenUpTo = 900;
        begin();
        assertThat(insert(NAN)).extracting(TaggedChange::tag).containsExactly(VERDICTS + VERDICTS + 1);
        assertThat(insert(NEW)).extracting(TaggedChange::tag).containsExactly(METERS + VERDICTS + 1);
    }

    @Test
    void nullsStayNull() {
        assertThat(insert("7", null, null)).containsExactly(meter(Change.insert(new Meter(7, null, null), STREAMED)));
    }

    @Test
    void thePositionIsRaisedToTheTransactionThatCommittedBefore() {
        insert(OLD);
        commit(900);
        begin();

        assertThat(insert(NEW).get(0).change().position()).isEqualTo(new Position(900, COMMITTED));
    }

    @Test
    void theEndOfTheLastWholeTransactionIsKnown() {
        assertThat(decoder.inTransaction()).isTrue();
        assertThat(decoder.committedLsn()).isEqualTo(400);

        insert(OLD);
        commit(900);

        assertThat(decoder.inTransaction()).isFalse();
        assertThat(decoder.committedLsn()).isEqualTo(900);
        assertThat(decoder.endLsn()).isEqualTo(900);
    }

    /** It is not sent again once it was confirmed, and positions must be the same in every run. */
    @Test
    void aTransactionWithoutACapturedChangeRaisesNoPosition() {
        decode(message('T').int32(1).kind('\0').int32(METER_ID));
        commit(900);
        begin();

        assertThat(decoder.committedLsn()).isEqualTo(400);
        assertThat(decoder.endLsn()).isEqualTo(900);
        assertThat(insert(NEW).get(0).change().position()).isEqualTo(STREAMED);
    }

    @Test
    void aRowThatTurnsUnholdableLeavesTheLayersBeforeItsVerdict() {
        assertThat(insert(NAN)).containsExactly(NOT_A_NUMBER);
        assertThat(update(OLD, NAN)).containsExactly(meter(Change.delete(OLD_ROW, STREAMED)), NOT_A_NUMBER);
    }

    @Test
    void aCorrectedRowIsFineBeforeItEntersTheLayers() {
        assertThat(update(NAN, NEW)).containsExactly(FINE, meter(Change.insert(NEW_ROW, STREAMED)));
    }

    @Test
    void anUnholdableRowThatStaysSoIsJudgedAgain() {
        assertThat(update(NAN, NAN)).containsExactly(NOT_A_NUMBER);
    }

    @Test
    void aDeletedUnholdableRowLeavesTheQuarantine() {
        assertThat(delete(NAN)).containsExactly(FINE);
    }

    @Test
    void timesThatNoRowHoldsAreUnholdable() {
        assertThat(insert("7", "1.00", "-infinity"))
                .containsExactly(
                        verdict("time_infinite", "{\"id\":\"7\",\"reading\":\"1.00\",\"time\":\"-infinity\"}"));
        assertThat(insert("7", "1.00", "1969-12-31 23:59:59.999999"))
                .containsExactly(verdict(
                        "time_unholdable",
                        "{\"id\":\"7\",\"reading\":\"1.00\",\"time\":\"1969-12-31 23:59:59.999999\"}"));
        assertThat(insert("7", "1.00", "1969-12-31 23:59:59.999"))
                .containsExactly(meter(
                        Change.insert(new Meter(7, 100L, LocalDateTime.parse("1969-12-31T23:59:59.999")), STREAMED)));
    }

    @Test
    void columnsAreFoundByTheirNames() {
        announce(METER_ID, "public", "meter", "time", "added_later", "reading", "id");

        assertThat(insert("1970-01-01 00:00:00", "x", "2.50", "7"))
                .containsExactly(meter(Change.insert(NEW_ROW, STREAMED)));
    }

    @Test
    void aTableThatNobodyAskedForIsIgnored() {
        announce(1, "public", "meterx", "id");
        announce(2, "other", "meter", "id");

        decode(message('I').int32(1).kind('N').tuple("7"));
        decode(message('U').int32(2).kind('O').tuple("7").kind('N').tuple("8"));
        decode(message('D').int32(2).kind('O').tuple("7"));

        assertThat(decoder.waiting()).isZero();
    }

    @Test
    void whatChangesNoRowIsPassedOver() {
        decode(message('T').int32(1).kind('\0').int32(METER_ID));
        decode(message('Y').int32(1).text("public").text("mood"));
        decode(message('O').int64(1).text("elsewhere"));

        assertThat(decoder.waiting()).isZero();
    }

    @Test
    void aValueThatIsNotWhatTheColumnDeclaresNamesTableColumnAndType() {
        assertThatIllegalStateException()
                .isThrownBy(() -> insert("7", "1.234", null))
                .withMessageContaining("Column public.meter.reading is declared DECIMAL(10,2)")
                .withMessageContaining("1.234");
    }

    @Test
    void aColumnThatIsGoneAtTheSourceIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> announce(METER_ID, "public", "meter", "id", "time"))
                .withMessageContaining("Captured table public.meter has no column 'reading' any more");
    }

    @Test
    void aChangeWithoutTheRowBeforeNamesTheRemedy() {
        assertThatIllegalStateException()
                .isThrownBy(() -> decode(message('D').int32(METER_ID).kind('K').tuple("7", null, null)))
                .withMessageContaining("public.meter")
                .withMessageContaining("replica identity to full");
        assertThatIllegalStateException()
                .isThrownBy(() -> decode(message('U').int32(METER_ID).kind('N').tuple(NEW)))
                .withMessageContaining("public.meter");
    }

    @Test
    void aTableThatIsRenamedIsStillCaptured() {
        announce(METER_ID, "archive", "old_meter", "id", "reading", "time");

        assertThat(insert(NEW)).containsExactly(new TaggedChange(METERS, Change.insert(NEW_ROW, STREAMED)));
    }

    @Test
    void anUnknownMessageIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> decode(message('?'))).withMessageContaining("'?'");
    }
}
