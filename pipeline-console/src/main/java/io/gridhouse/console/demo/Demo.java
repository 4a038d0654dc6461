package io.gridhouse.console.demo;

import io.gridhouse.console.cli.Interrupt;
import io.gridhouse.console.cli.ResultTable;
import io.gridhouse.console.cli.SourceConnections;
import io.gridhouse.console.cli.StackSettings;
import io.gridhouse.console.cli.Terminal;
import io.gridhouse.console.load.HistoryTotals;
import io.gridhouse.console.load.PowerHistory;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.console.run.CheckpointTotals;
import io.gridhouse.console.run.JobMetrics;
import io.gridhouse.console.run.LocalCluster;
import io.gridhouse.console.stack.EmbeddedStack;
import io.gridhouse.console.verify.LayerResult;
import io.gridhouse.console.verify.Verification;
import io.gridhouse.core.config.Settings;
import io.gridhouse.core.fluss.FlussTables;
import io.gridhouse.power.PowerOptions;
import io.gridhouse.power.PowerPreflight;
import io.gridhouse.power.PowerSetup;
import io.gridhouse.power.PowerTables;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;
import org.apache.flink.api.common.JobStatus;

/** Runs the whole warehouse once, and says whether every layer is what it should be. */
public final class Demo {

    private static final Duration REFRESH = Duration.ofSeconds(1);
    private static final Duration SNAPSHOT_TIMEOUT = Duration.ofMinutes(15);
    private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(10);
    private static final int VERIFICATIONS = 3;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final DemoOptions options;
    private final Terminal terminal;
    private final Interrupt interrupt;
    private final long started = System.nanoTime();

    /** A demo that speaks to a terminal and ends early when interrupted. */
    public Demo(DemoOptions options, Terminal terminal, Interrupt interrupt) {
        this.options = options;
        this.terminal = terminal;
        this.interrupt = interrupt;
    }

    /**
     * What the load did in the measured part.
     *
     * @param warmUp how long it ran before that
     */
    private record LoadResult(Duration warmUp, long changes, double seconds) {

        double changesPerSecond() {
            return changes / seconds;
        }
    }

    /** Runs it; leaves no process, slot or temporary folder behind. */
    public DemoReport run() throws Exception {
        terminal.line("Starting PostgreSQL and Fluss");
        try (EmbeddedStack stack = EmbeddedStack.builder()
                .temporary()
                .pgPort(options.postgresPort())
                .progress(terminal::step)
                .start()) {
            // For a second Ctrl-C, which waits for nothing; closing twice does no harm.
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-stack"));
            Settings settings = settings(stack);
            PowerSetup setup = new PowerSetup(settings, terminal::step);
            setup.createSourceTables();
            // Set-up, checks, verification and clean-up share its connection: closing one takes two seconds.
            try (FlussTables shared = new FlussTables(settings.fluss())) {
                try {
                    return run(stack, settings, setup);
                } finally {
                    setup.clean();
                }
            }
        }
    }

    private Settings settings(EmbeddedStack stack) {
        Map<String, String> values = new HashMap<>(StackSettings.of(stack));
        values.putAll(options.settings());
        return PowerOptions.read(null, Map.of(), values);
    }

    private DemoReport run(EmbeddedStack stack, Settings settings, PowerSetup setup) throws Exception {
        // Flink starts beside the loading of the history, which leaves a core to it.
        FutureTask<LocalCluster> starting = new FutureTask<>(
                () -> LocalCluster.start(stack.dataDir().resolve("flink"), LocalCluster.slots(settings)));
        new Thread(starting, "start-flink").start();
        try {
            long rows = prepare(settings, setup);
            return run(stack, settings, starting.get(), rows);
        } finally {
            starting.get().close();
        }
    }

    /** Returns the number of rows that the source has. */
    private long prepare(Settings settings, PowerSetup setup) throws Exception {
        terminal.line("Loading the history");
        HistoryTotals history = new PowerHistory(SourceConnections.of(settings), options.profile(), Instant.now())
                .load((table, done, total) -> {
                    if (terminal.isInteractive()) {
                        terminal.status("  %s: %,d of %,d".formatted(table, done, total));
                    }
                });
        terminal.step("%,d users, %,d readings".formatted(history.users(), history.readings()));
        // After the history: the stream begins where the slot was made.
        terminal.line("Creating tables, publication and slot");
        setup.init();
        PowerPreflight.check(settings, PowerOptions.layers(settings), false);
        return history.users() + history.readings();
    }

    private DemoReport run(EmbeddedStack stack, Settings settings, LocalCluster cluster, long rows) throws Exception {
        terminal.line("Starting the job");
        cluster.submit(settings, Map.of());
        terminal.step("Web UI " + cluster.web());
        StreamProgress progress = new StreamProgress(settings, cluster);
        progress.awaitQuiet(SNAPSHOT_TIMEOUT);
        terminal.step("up, and the snapshot of %,d rows in all layers, after %.1f s"
                .formatted(rows, (System.nanoTime() - started) / 1e9));
        terminal.line("");
        terminal.line("  " + StackSettings.psql(stack));
        terminal.line("  changes of power_user and power_consumption there count too; the result is in "
                + PowerTables.ADS_DASHBOARD.name());
        terminal.line("");
        LoadResult load = live(cluster, SourceConnections.of(settings));
        terminal.line("Waiting until the stream is quiet, then comparing every layer with the oracle");
        progress.awaitQuiet(DRAIN_TIMEOUT);
        DemoReport report = report(cluster, load, verify(settings, progress));
        cluster.cancel();
        return report;
    }

    private LoadResult live(LocalCluster cluster, DataSource source) throws Exception {
        if (options.rate() == 0) {
            long begin = System.nanoTime();
            watch(cluster, null, begin, options.duration());
            return new LoadResult(Duration.ZERO, 0, (System.nanoTime() - begin) / 1e9);
        }
        try (PowerLoad load = PowerLoad.start(source, options.profile(), options.rate(), Instant.now())) {
            Duration warmUp = Duration.ZERO;
            long before = 0;
            long begin = System.nanoTime();
            if (!options.warmUp().isZero()) {
                terminal.line("Warming up");
                watch(cluster, load, begin, options.warmUp());
                // Who ends it early measures what there was.
                if (!interrupt.isAsked()) {
                    terminal.line("Measuring from now on");
                    warmUp = options.warmUp();
                    JobMetrics.resetLatencies();
                    before = load.counts().changes();
                    begin = System.nanoTime();
                }
            }
            watch(cluster, load, begin, options.duration());
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new LoadResult(warmUp, load.stop().changes() - before, seconds);
        }
    }

    /** How old the changes were that the sink has served since the load began, or since it is measured; milliseconds. */
    private static Histogram ages() {
        return JobMetrics.latency("sink_" + PowerTables.ADS_DASHBOARD.name()).orElseGet(() -> new Histogram(3));
    }

    private void watch(LocalCluster cluster, PowerLoad load, long begin, Duration duration) throws Exception {
        long end = begin + duration.toNanos();
        long lastChanges = load == null ? 0 : load.counts().changes();
        long lastTime = begin;
        while (System.nanoTime() < end) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (interrupt.await(left.compareTo(REFRESH) < 0 ? left : REFRESH)) {
                return;
            }
            JobStatus status = cluster.status();
            if (status.isGloballyTerminalState()) {
                throw new IllegalStateException("The job ended: " + cluster.failure());
            }
            long now = System.nanoTime();
            long changes = 0;
            if (load != null) {
                load.check();
                changes = load.counts().changes();
            }
            double rate = (changes - lastChanges) * 1e9 / (now - lastTime);
            terminal.status("  %ds/%ds | %s"
                    .formatted((now - begin) / NANOS_PER_SECOND, duration.toSeconds(), status(cluster, status, rate)));
            lastChanges = changes;
            lastTime = now;
        }
    }

    private static String status(LocalCluster cluster, JobStatus status, double rate) throws Exception {
        CheckpointTotals checkpoints = cluster.checkpoints();
        Histogram ages = ages();
        String latency = ages.getTotalCount() == 0
                ? "no change yet"
                : "p50 %d ms, p99 %d ms".formatted(ages.getValueAtPercentile(50), ages.getValueAtPercentile(99));
        return "%,6.0f changes/s | commit to ADS %s | checkpoints %d ok, %d failed | quarantined %d%s"
                .formatted(
                        rate,
                        latency,
                        checkpoints.completed(),
                        checkpoints.failed(),
                        JobMetrics.quarantined(),
                        status == JobStatus.RUNNING ? "" : " | " + status);
    }

    /** How old the changes were when each layer had them. */
    private static String latencies() {
        return PowerTables.fluss().stream()
                .flatMap(table -> JobMetrics.latency(table.name()).stream()
                        .filter(histogram -> histogram.getTotalCount() > 0)
                        .map(histogram -> "%s %d / %d"
                                .formatted(
                                        table.name(),
                                        histogram.getValueAtPercentile(50),
                                        histogram.getValueAtPercentile(99))))
                .collect(Collectors.joining(", "));
    }

    /** Other sessions may still change the source; then the stream is given the time to follow. */
    private List<LayerResult> verify(Settings settings, StreamProgress progress) throws Exception {
        Verification verification = new Verification(settings);
        List<LayerResult> results = verification.run();
        for (int i = 1; i < VERIFICATIONS && !results.stream().allMatch(LayerResult::equal); i++) {
            progress.awaitQuiet(DRAIN_TIMEOUT);
            results = verification.run();
        }
        return results;
    }

    private DemoReport report(LocalCluster cluster, LoadResult load, List<LayerResult> results) throws Exception {
        CheckpointTotals checkpoints = cluster.checkpoints();
        long quarantined = results.stream()
                .filter(result -> result.table().equals(PowerTables.DWD_QUARANTINE.name()))
                .mapToLong(LayerResult::rows)
                .sum();
        DemoReport report = new DemoReport(
                load.warmUp().toSeconds(),
                load.changes(),
                load.changesPerSecond(),
                DemoReport.Latency.of(ages()),
                new DemoReport.Checkpoints(checkpoints.completed(), checkpoints.failed()),
                quarantined,
                DemoReport.tables(results),
                results.stream().allMatch(LayerResult::equal));
        print(report, results);
        if (options.report() != null) {
            report.write(options.report());
        }
        return report;
    }

    private void print(DemoReport report, List<LayerResult> results) {
        terminal.line("");
        ResultTable.lines(results).forEach(terminal::line);
        terminal.line("");
        DemoReport.Latency latency = report.latencyMillis();
        terminal.line("  %,d changes at %,.0f/s; commit to ADS p50 %d ms, p95 %d ms, p99 %d ms, max %d ms"
                .formatted(
                        report.changes(),
                        report.changesPerSecond(),
                        latency.p50(),
                        latency.p95(),
                        latency.p99(),
                        latency.max()));
        terminal.line("  commit to table, p50 / p99 ms: " + latencies());
        terminal.line("  checkpoints %d ok, %d failed; %d rows in quarantine"
                .formatted(
                        report.checkpoints().completed(), report.checkpoints().failed(), report.quarantined()));
        terminal.line("");
        terminal.line(report.verified() ? "Every layer equals the oracle." : "Some layers DIFFER from the oracle.");
    }
}
