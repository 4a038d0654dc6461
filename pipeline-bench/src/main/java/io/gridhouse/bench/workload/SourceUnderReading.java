package io.gridhouse.bench.workload;

import io.gridhouse.bench.process.JavaProcess;
import io.gridhouse.bench.process.ProcessTree;
import io.gridhouse.bench.workload.SourceLoss.Part;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.core.fluss.FlussOptions;
import io.gridhouse.core.fluss.FlussTables;
import io.gridhouse.core.table.TableSpec;
import io.gridhouse.power.PowerTables;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The source commits as fast as it can: while nobody reads, while the peer does, while a client does, and beside processes that
 * take as much CPU. A part lasts a quarter of a rate's measured time, since the source commits a million changes in it that the
 * peer has yet to do.
 */
public final class SourceUnderReading {

    private static final Duration CATCH_UP = Duration.ofMinutes(30);

    private static final String BARE_SLOT = "bench_bare";

    private static final String NEIGHBOURS_DATABASE = "bench_neighbour";

    /** Of the WAL, how much was sent: to the reader that is furthest. */
    private static final String WAL = "select pg_current_wal_lsn() - '0/0'::pg_lsn,"
            + " coalesce((select max(sent_lsn) from pg_stat_replication) - '0/0'::pg_lsn, 0)";

    private final Trial trial;

    /** A workload for a peer that is up and reads a slot. */
    public SourceUnderReading(Trial trial) {
        this.trial = trial;
    }

    /** Measures, and waits until the peer has caught up. */
    public SourceLoss run() throws Exception {
        trial.peer().pause();
        Part alone = told("alone", measure());
        Part peer = peer();
        trial.peer().pause();
        Part besidePeer = told("beside a neighbour that takes as much CPU", beside(peer.takenCores()));
        Part besideWriting = told("beside a neighbour that writes to Fluss", besideWriting());
        Part peerAgain = peer();
        trial.peer().pause();
        Part bare = bare();
        Part besideBare = told("beside a neighbour that takes as much CPU", beside(bare.takenCores()));
        SourceLoss loss = new SourceLoss(alone, peer, besidePeer, besideWriting, peerAgain, bare, besideBare, bare());
        startAndCatchUp();
        trial.report("%.1f %% lost beyond the CPU, %.1f %% beyond what such work costs, and %.1f %% to the client"
                .formatted(loss.lostBeyondCpu() * 100, loss.lostBeyondWork() * 100, loss.bareLostBeyondCpu() * 100));
        return loss;
    }

    private Part peer() throws Exception {
        startAndCatchUp();
        Part read = told("while the peer reads", measure());
        catchUp();
        return read;
    }

    private void startAndCatchUp() throws Exception {
        trial.peer().start();
        trial.awaitSlot();
        catchUp();
    }

    private void catchUp() throws Exception {
        try (SinkProbe last = trial.probe()) {
            last.commit();
            trial.awaitShown(last, CATCH_UP);
        }
    }

    private Part bare() throws Exception {
        execute("select pg_create_logical_replication_slot('" + BARE_SLOT + "', 'pgoutput')");
        Part bare;
        try (JavaProcess reader = JavaProcess.start(
                "bare-reader",
                trial.logs(),
                List.of("-Xmx256m"),
                List.of(
                        BareReader.class.getName(),
                        trial.config().toString(),
                        BARE_SLOT,
                        trial.settings().get(GridhouseOptions.SOURCE_PUBLICATION)))) {
            trial.awaitSlot(BARE_SLOT, true, reader::requireAlive);
            bare = told("while a client reads", measure(() -> ProcessTree.cpuSeconds(reader.pid())));
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
        return beside("64m", Neighbour.class.getName(), Double.toString(cores));
    }

    private Part besideWriting() throws Exception {
        Settings settings = trial.settings();
        FlussOptions own = new FlussOptions(
                settings.fluss().bootstrapServers(),
                NEIGHBOURS_DATABASE,
                settings.fluss().client());
        List<TableSpec<?>> table = List.of(PowerTables.ODS_CONSUMPTION);
        try (FlussTables fluss = new FlussTables(own)) {
            fluss.create(table, settings.get(GridhouseOptions.FLUSS_BUCKETS), Map.of());
            Part beside = beside(
                    "1g", WritingNeighbour.class.getName(), trial.config().toString(), NEIGHBOURS_DATABASE);
            fluss.drop(table);
            return beside;
        }
    }

    private Part beside(String heap, String... command) throws Exception {
        try (JavaProcess neighbour =
                JavaProcess.start("neighbour", trial.logs(), List.of("-Xmx" + heap), List.of(command))) {
            Part beside = measure(() -> ProcessTree.cpuSeconds(neighbour.pid()));
            neighbour.requireAlive();
            return beside;
        }
    }

    private Part told(String how, Part part) {
        trial.report("the source %s: %,.0f changes/s with %.2f cores, beside %.2f; %.0f %% of its WAL read"
                .formatted(how, part.changesPerSecond(), part.cores(), part.takenCores(), part.readShare() * 100));
        return part;
    }

    private Part measure() throws Exception {
        return measure(() -> 0);
    }

    private Part measure(CpuSeconds neighbour) throws Exception {
        WorkloadOptions options = trial.options();
        try (PowerLoad load = trial.load(options.profile(), Trial.UNLIMITED)) {
            trial.patience().pass(options.settle());
            long[] wal = wal();
            CpuMeter cpu = trial.cpu();
            double neighbours = neighbour.now();
            long changes = load.counts().changes();
            long begin = System.nanoTime();
            trial.patience().pass(options.measured().dividedBy(4));
            load.check();
            double seconds = (System.nanoTime() - begin) / 1e9;
            long committed = load.counts().changes() - changes;
            CpuMeter taken = trial.cpu().minus(cpu);
            neighbours = neighbour.now() - neighbours;
            long[] walNow = wal();
            load.stop();
            return new Part(
                    committed / seconds,
                    (taken.load() + taken.source()) / seconds,
                    (taken.peer() + taken.fluss() + taken.postgres() + neighbours) / seconds,
                    (double) (walNow[1] - wal[1]) / (walNow[0] - wal[0]));
        }
    }

    private long[] wal() throws SQLException {
        try (Connection connection = trial.settings().source().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(WAL)) {
            row.next();
            return new long[] {row.getLong(1), row.getLong(2)};
        }
    }

    /** CPU seconds that something has taken so far. */
    @FunctionalInterface
    private interface CpuSeconds {
        double now() throws IOException;
    }
}
