package io.gridhouse.console.cli;

import io.gridhouse.console.run.JobMetrics;
import io.gridhouse.console.run.LocalCluster;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.core.preflight.PreflightException;
import io.gridhouse.power.PowerPreflight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the job on a mini cluster here. */
@Command(
        name = "run",
        description = {
            "Runs the job on a mini cluster in this process.",
            "Ctrl-C stops it with a savepoint, from which the next run goes on."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private static final Duration REFRESH = Duration.ofSeconds(1);
    private static final String LATEST = "latest-savepoint";

    /** Where jobs keep their state unless told otherwise. */
    static final Path DEFAULT_STATE_DIR = Path.of(".gridhouse", "run");

    /** The file that names the last savepoint of a warehouse. */
    static Path latestSavepoint(Path stateDir, Settings settings) {
        return home(stateDir, settings).resolve(LATEST);
    }

    private static Path home(Path stateDir, Settings settings) {
        return stateDir.resolve(settings.get(GridhouseOptions.SOURCE_SLOT)).toAbsolutePath();
    }

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Folder of checkpoints and savepoints. Default: ${DEFAULT-VALUE}")
    private Path stateDir = DEFAULT_STATE_DIR;

    @Option(
            names = "--from",
            paramLabel = "SAVEPOINT",
            description = "Restore this savepoint or checkpoint instead of the last one.")
    private String from;

    @Option(names = "--fresh", description = "Start anew, whatever savepoint there is. The tables must be empty.")
    private boolean fresh;

    @Override
    public Integer call() throws Exception {
        Settings settings = options.read();
        if (options.printed(settings)) {
            return ExitCode.FINE;
        }
        Terminal terminal = GridhouseCli.terminal();
        Interrupt interrupt = Interrupt.install();
        Path home = home(stateDir, settings);
        Path latest = latestSavepoint(stateDir, settings);
        String savepoint = fresh ? null : savepoint(latest);
        PowerPreflight.check(settings, savepoint != null);
        try (LocalCluster cluster = LocalCluster.start(home, settings.get(GridhouseOptions.PARALLELISM))) {
            cluster.submit(settings, savepoint);
            terminal.line("Job 'power' started" + (savepoint == null ? "" : " from " + savepoint));
            terminal.line("  Web UI: " + cluster.web());
            while (!interrupt.await(REFRESH)) {
                JobStatus status = cluster.status();
                if (status.isGloballyTerminalState()) {
                    terminal.error("The job ended: " + status + ", " + cluster.failure());
                    return ExitCode.CHECK_FAILED;
                }
                if (terminal.isInteractive()) {
                    terminal.status("  %s | %,d rows written | %d in quarantine"
                            .formatted(status, JobMetrics.writes(), JobMetrics.quarantined()));
                }
            }
            terminal.line("Stopping with a savepoint");
            String taken = cluster.stopWithSavepoint(home.resolve("savepoints"));
            Files.writeString(latest, taken);
            terminal.line("Savepoint " + taken + ": './gridhouse run' goes on from it");
        }
        return ExitCode.FINE;
    }

    private String savepoint(Path latest) throws IOException {
        if (from != null) {
            return from;
        }
        if (!Files.exists(latest)) {
            return null;
        }
        String savepoint = Files.readString(latest).strip();
        if (savepoint.isEmpty()) {
            throw new PreflightException(
                    List.of(latest + " is empty: name a savepoint with --from, or start anew with --fresh"));
        }
        return savepoint;
    }
}
