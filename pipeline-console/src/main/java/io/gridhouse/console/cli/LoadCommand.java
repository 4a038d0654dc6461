package io.gridhouse.console.cli;

import io.gridhouse.console.load.HistoryTotals;
import io.gridhouse.console.load.LoadCounts;
import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.PowerHistory;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.core.config.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Generates data at the source. */
@Command(
        name = "load",
        description = "Generates data at the source: the history into empty tables, or with --rate a live load.",
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {

    private static final Duration REFRESH = Duration.ofSeconds(1);

    @Mixin
    private SettingsOptions options;

    @Mixin
    private LoadOptions load;

    @Option(names = "--rate", paramLabel = "N", description = "Row changes per second of a live load.")
    private int rate;

    @Option(
            names = "--duration",
            paramLabel = "D",
            description = "How long the live load lasts, such as 60s or 5m. Default: until Ctrl-C.")
    private String duration;

    @Override
    public Integer call() throws Exception {
        Settings settings = options.read();
        if (options.printed(settings)) {
            return ExitCode.FINE;
        }
        Terminal terminal = GridhouseCli.terminal();
        LoadProfile profile = load.profile(settings.businessZone());
        DataSource source = SourceConnections.of(settings);
        if (rate == 0) {
            HistoryTotals totals = new PowerHistory(source, profile, Instant.now())
                    .load((table, done, total) -> terminal.status("  %s: %,d of %,d".formatted(table, done, total)));
            terminal.line("Loaded %,d users and %,d readings".formatted(totals.users(), totals.readings()));
            return ExitCode.FINE;
        }
        Interrupt interrupt = Interrupt.install();
        Duration time = duration == null ? Duration.ofDays(365) : Durations.parse(duration);
        try (PowerLoad live = PowerLoad.start(source, profile, rate, Instant.now())) {
            // From here on: to read the source's state takes seconds where it is large or the machine is busy.
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end && !interrupt.await(REFRESH)) {
                live.check();
                terminal.status("  %,d changes, %d ms behind"
                        .formatted(live.counts().changes(), live.behind().toMillis()));
            }
            LoadCounts counts = live.stop();
            terminal.line("Committed %,d changes: %s".formatted(counts.changes(), counts));
        }
        return ExitCode.FINE;
    }
}
