package io.gridhouse.core.change;

import io.gridhouse.core.table.RowSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
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
 * What a change costs to write and read again: with the serializer derived from the schema, as two Flink POJOs with
 * BigDecimals, and through Kryo. {@code docs/benchmarks/README.md} has results and the command.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/java.time=ALL-UNNAMED"})
public class ChangeSerializerBenchmark {

    /** A reading as the warehouses keep it. */
    public record Meter(long id, Long user, Long amount, Long cost, LocalDateTime date, String remark) {
        /** Its columns. */
        public static final RowSchema<Meter> SCHEMA = RowSchema.of(Meter.class)
                .bigint("id", Meter::id)
                .bigintOrNull("user_id", Meter::user)
                .decimalOrNull("amount", 10, 2, Meter::amount)
                .decimalOrNull("cost", 10, 2, Meter::cost)
                .timestampOrNull("date", 6, Meter::date)
                .stringOrNull("remark", Meter::remark)
                .build(f -> new Meter(
                        f.bigint(),
                        f.bigintOrNull(),
                        f.decimalOrNull(),
                        f.decimalOrNull(),
                        f.timestampOrNull(),
                        f.stringOrNull()));
    }

    /** The same as a Flink POJO, as a DataStream job would hold it without a schema. */
    public static class MeterPojo {
        public long id;
        public Long user;
        public BigDecimal amount;
        public BigDecimal cost;
        public LocalDateTime date;
        public String remark;
    }

    /** A change of the POJO. */
    public static class ChangePojo {
        public MeterPojo before;
        public MeterPojo after;
        public long lsn;
        public long commitMillis;
    }

    private final DataOutputSerializer out = new DataOutputSerializer(512);
    private final DataInputDeserializer in = new DataInputDeserializer();
    private Change<Meter> change;
    private ChangePojo pojo;
    private TypeSerializer<Change<Meter>> bySchema;
    private TypeSerializer<ChangePojo> asPojo;
    private TypeSerializer<ChangePojo> byKryo;

    /** Makes one update of a reading. */
    @Setup
    public void prepare() {
        LocalDateTime date = LocalDateTime.of(2026, 11, 21, 8, 30, 15, 123_456_000);
        change = Change.update(
                new Meter(4711, 42L, 12_345L, 8_642L, date, null),
                new Meter(4711, 42L, 12_400L, 8_680L, date, "更正"),
                new Position(123_456_789L, 1_795_000_000_000L));
        pojo = new ChangePojo();
        pojo.before = pojo(change.before());
        pojo.after = pojo(change.after());
        pojo.lsn = change.position().lsn();
        pojo.commitMillis = change.position().commitMillis();
        SerializerConfigImpl config = new SerializerConfigImpl();
        bySchema = ChangeTypeInfo.of(Meter.SCHEMA).createSerializer(config);
        var row = Types.POJO(
                MeterPojo.class,
                Map.of(
                        "id", Types.LONG,
                        "user", Types.LONG,
                        "amount", Types.BIG_DEC,
                        "cost", Types.BIG_DEC,
                        "date", Types.LOCAL_DATE_TIME,
                        "remark", Types.STRING));
        asPojo = Types.POJO(
                        ChangePojo.class,
                        Map.of("before", row, "after", row, "lsn", Types.LONG, "commitMillis", Types.LONG))
                .createSerializer(config);
        byKryo = new GenericTypeInfo<>(ChangePojo.class).createSerializer(config);
    }

    private static MeterPojo pojo(Meter meter) {
        MeterPojo pojo = new MeterPojo();
        pojo.id = meter.id();
        pojo.user = meter.user();
        pojo.amount = BigDecimal.valueOf(meter.amount(), 2);
        pojo.cost = BigDecimal.valueOf(meter.cost(), 2);
        pojo.date = meter.date();
        pojo.remark = meter.remark();
        return pojo;
    }

    private <T> T roundTrip(TypeSerializer<T> serializer, T value) throws IOException {
        out.clear();
        serializer.serialize(value, out);
        in.setBuffer(out.getSharedBuffer(), 0, out.length());
        return serializer.deserialize(in);
    }

    /** The warehouse's own. */
    @Benchmark
    public Object schema() throws IOException {
        return roundTrip(bySchema, change);
    }

    /** Flink's POJO serializer. */
    @Benchmark
    public Object pojo() throws IOException {
        return roundTrip(asPojo, pojo);
    }

    /** What a job without type information falls back to. */
    @Benchmark
    public Object kryo() throws IOException {
        return roundTrip(byKryo, pojo);
    }
}
