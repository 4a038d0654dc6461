package io.gridhouse.core.change;

import io.gridhouse.core.change.ChangeSerializerBenchmark.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.runtime.state.CheckpointStateOutputStream;
import org.apache.flink.runtime.state.filesystem.FsCheckpointStreamFactory.FsCheckpointStateOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one row costs in a checkpoint of the heap state backend: written to Flink's stream to a local file.
 * {@code docs/benchmarks/README.md} has results and the command.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/java.util=ALL-UNNAMED")
public class RowSnapshotBenchmark {

    private static final int ROWS = 100_000;

    /** Flink's {@code execution.checkpointing.data-inline-threshold}, a buffer's least size. */
    private static final int INLINE_THRESHOLD = 20_480;

    /** Bytes that go to the file at once. */
    @Param({"20480", "262144"})
    public int bufferBytes;

    private final TypeSerializer<Meter> serializer = new RowSerializer<>(Meter.SCHEMA);
    private Path folder;
    private Meter meter;

    /** Makes one reading and a folder. */
    @Setup
    public void prepare() throws IOException {
        folder = Path.fromLocalFile(Files.createTempDirectory("snapshot").toFile());
        meter = new Meter(4711, 42L, 12_345L, 8_642L, LocalDateTime.of(2026, 11, 21, 8, 30, 15, 123_456_000), "更正");
        // As in a job, where the same code writes to the network.
        DataOutputSerializer network = new DataOutputSerializer(512);
        for (int i = 0; i < ROWS; i++) {
            network.clear();
            serializer.serialize(meter, network);
        }
    }

    /** Removes the folder. */
    @TearDown
    public void remove() throws IOException {
        LocalFileSystem.getSharedInstance().delete(folder, true);
    }

    /** One row of a state. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void row() throws IOException {
        try (CheckpointStateOutputStream file = new FsCheckpointStateOutputStream(
                folder, LocalFileSystem.getSharedInstance(), bufferBytes, INLINE_THRESHOLD)) {
            DataOutputViewStreamWrapper out = new DataOutputViewStreamWrapper(file);
            for (int i = 0; i < ROWS; i++) {
                serializer.serialize(meter, out);
            }
            out.flush();
            file.closeAndGetHandle().discardState();
        } catch (Exception e) {
            throw new IOException("The state could not be written to " + folder, e);
        }
    }
}
