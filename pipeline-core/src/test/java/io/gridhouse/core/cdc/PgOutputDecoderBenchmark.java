package io.gridhouse.core.cdc;

import static io.gridhouse.core.cdc.PgOutputMessage.message;

import io.gridhouse.core.change.ChangeSerializerBenchmark.Meter;
import io.gridhouse.core.change.TaggedChange;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a committed change costs to decode: the messages of its transaction, of one row, into a typed change.
 * {@code docs/benchmarks/README.md} has the command.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class PgOutputDecoderBenchmark {

    private static final int TABLE = 16_400;
    private static final int TRANSACTION = 77;
    private static final int TEXT_TYPE = 25;
    private static final long LSN = 1_000;
    private static final long COMMIT_MICROS = 849_000_000_000_000L;

    private static final String[] BEFORE = {"4711", "42", "123.45", "86.42", "2026-11-21 08:30:15.123456", null};
    private static final String[] AFTER = {"4711", "42", "124.00", "86.80", "2026-11-21 08:30:15.123456", "更正"};

    private final PgOutputDecoder decoder = new PgOutputDecoder(
            List.of(new CapturedTable<>("public", "meter", Meter.SCHEMA, List.of("id"))), Map.of(), 0, lsn -> false);
    private final ByteBuffer begin =
            message('B').int64(LSN).int64(COMMIT_MICROS).int32(TRANSACTION).build();
    private final ByteBuffer commit =
            message('C').kind('\0').int64(LSN).int64(LSN).int64(COMMIT_MICROS).build();
    private final ByteBuffer insert =
            message('I').int32(TABLE).kind('N').tuple(AFTER).build();
    private final ByteBuffer update = message('U')
            .int32(TABLE)
            .kind('O')
            .tuple(BEFORE)
            .kind('N')
            .tuple(AFTER)
            .build();

    /** Announces the table. */
    @Setup
    public void announce() {
        PgOutputMessage relation =
                message('R').int32(TABLE).text("public").text("meter").kind('f').int16(AFTER.length);
        for (int column = 0; column < AFTER.length; column++) {
            relation.kind('\0')
                    .text(Meter.SCHEMA.columns().get(column).name())
                    .int32(TEXT_TYPE)
                    .int32(-1);
        }
        decoder.decode(relation.build(), LSN);
    }

    private List<TaggedChange> transaction(ByteBuffer change) {
        decode(begin);
        decode(change);
        decode(commit);
        return decoder.take();
    }

    private void decode(ByteBuffer message) {
        int start = message.position();
        decoder.decode(message, LSN);
        message.position(start);
    }

    /** A new row. */
    @Benchmark
    public List<TaggedChange> insert() {
        return transaction(insert);
    }

    /** A row before and after. */
    @Benchmark
    public List<TaggedChange> update() {
        return transaction(update);
    }
}
