package io.gridhouse.bench.workload;

import io.gridhouse.bench.process.JavaProcess;
import io.gridhouse.bench.process.ProcessTree;
import io.gridhouse.bench.workload.SourceLoss.Part;
import io.gridhouse.console.load.PowerLoad;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * The source commits as fast as it can: while the peer is stopped, while it reads, and beside other processes. Each part
 * lasts half of a rate's measured time, since the source commits millions of changes in it that the peer has yet to do.
 */
public final class SourceUnderReading {

    private static final String BARE_SLOT = "bench_bare";

    private static final Duration CATCH_UP = Duration.ofMinutes(30);

    private final Trial trial;

    /** A workload for a peer that is up and reads a slot. */
    public SourceUnderReading(Trial trial) {
        this.trial = trial;
    }

    /** Measures, with the peer's reading at both ends, and waits until the peer has caught up. */
    public SourceLoss run() throws Exception {
        trial.peer().pause();
        Part alone = told("alone", measure());
        Part read = read();
        trial.peer().pause();
        Part beside = told("beside a neighbour that takes as much CPU", beside(read.takenCores()));
        Part bare = told("while a client reads and throws away", bare());
        Part besideBare = told("beside a neighbour that takes as much CPU as that", beside(bare.takenCores()));
        SourceLoss loss = new SourceLoss(alone, read, beside, bare, besideBare, read());
        trial.report("%.1f %% lost beyond the CPU, and %.1f %% to the client that throws away"
                .formatted(loss.lostBeyondCpu() * 100, loss.bareLostBeyondCpu() * 100));
        return loss;
    }

    private Part read() throws Exception {
        trial.peer().start();
        trial.awaitSlot();
        trial.awaitUp();
        Part read = told("while being read", measure());
        try (SinkProbe last = trial.probe()) {
            last.commit();
            trial.awaitShown(last, CATCH_UP);
        }
        return read;
    }

    private Part bare() throws Exception {
        execute("select pg_create_logical_replication_slot('" + BARE_SLOT + "', 'pgoutput')");
        Part bare;
        try (JavaProcess reader = JavaProcess.start(
                "bare-reader",
                trial.logs(),
                List.of("-Xmx256m"),
                List.of(BareReader.class.getName(), trial.config().toString(), BARE_SLOT))) {
            trial.awaitSlot(BARE_SLOT, true, reader::requireAlive);
            bare = measure(() -> ProcessTree.cpuSeconds(reader.pid()));
            reader.requireAlive();
        }
        trial.awaitSlot(BARE_SLOT, false, () -> {});
        execute("select pg_drop_replication_slot('" + BARE_SLOT + "')");
        return bare;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = trial.settings().source().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Part beside(double cores) throws Exception {
        try (JavaProcess neighbour = JavaProcess.start(
                "neighbour",
                trial.logs(),
                List.of("-Xmx64m"),
                List.of(Neighbour.class.getName(), Double.toString(cores)))) {
            Part beside = measure(() -> ProcessTree.cpuSeconds(neighbour.pid()));
            neighbour.requireAlive();
            return beside;
        }
    }

    private Part told(String how, Part part) {
        trial.report("the source %s: %,.0f changes/s with %.2f cores, beside %.2f"
                .formatted(how, part.changesPerSecond(), part.cores(), part.takenCores()));
        return part;
    }

    private Part measure() throws Exception {
        return measure(() -> 0);
    }

    private Part measure(CpuSeconds neighbour) throws Exception {
        WorkloadOptions options = trial.options();
        try (PowerLoad load = trial.load(options.profile(), Trial.UNLIMITED)) {
            trial.patience().pass(options.settle());
            CpuMeter cpu = trial.cpu();
            double neighbours = neighbour.now();
            long changes = load.counts().changes();
            long begin = System.nanoTime();
            trial.patience().pass(options.measured().dividedBy(2));
            load.check();
            double seconds = (System.nanoTime() - begin) / 1e9;
            long committed = load.counts().changes() - changes;
            CpuMeter taken = trial.cpu().minus(cpu);
            neighbours = neighbour.now() - neighbours;
            load.stop();
            return new Part(
                    committed / seconds,
                    (taken.load() + taken.source()) / seconds,
                    (taken.peer() + taken.fluss() + taken.postgres() + neighbours) / seconds);
        }
    }

    /** CPU seconds that something has taken so far. */
    @FunctionalInterface
    private interface CpuSeconds {
        double now() throws IOException;
    }
}
