package io.gridhouse.console.cli;

import io.gridhouse.console.run.JobMetrics;
import io.gridhouse.console.run.LocalCluster;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.core.config.SettingsException;
import io.gridhouse.core.preflight.PreflightException;
import io.gridhouse.power.PowerJob;
import io.gridhouse.power.PowerLayer;
import io.gridhouse.power.PowerOptions;
import io.gridhouse.power.PowerPreflight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the job on a mini cluster here. */
@Command(
        name = "run",
        description = {
            "Runs the job, or the jobs of --topology layered, on a mini cluster in this process.",
            "Ctrl-C stops them with savepoints, from which the next run goes on."
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
        List<PowerLayer> layers = PowerOptions.layers(settings);
        Map<String, String> savepoints = fresh ? Map.of() : savepoints(latest, layers);
        PowerPreflight.check(settings, layers, !savepoints.isEmpty());
        try (LocalCluster cluster = LocalCluster.start(home, LocalCluster.slots(settings))) {
            cluster.submit(settings, savepoints);
            for (String job : cluster.jobs()) {
                String savepoint = savepoints.get(job);
                terminal.line("Job '" + job + "' started" + (savepoint == null ? "" : " from " + savepoint));
            }
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
            Map<String, String> taken = cluster.stopWithSavepoint(home.resolve("savepoints"));
            Files.write(
                    latest,
                    taken.entrySet().stream()
                            .map(savepoint -> savepoint.getKey() + " " + savepoint.getValue())
                            .toList());
            taken.values().forEach(savepoint -> terminal.line("Savepoint " + savepoint));
            terminal.line("'./gridhouse run' goes on from there");
        }
        return ExitCode.FINE;
    }

    /** What each job restores from; empty to start anew. */
    private Map<String, String> savepoints(Path latest, List<PowerLayer> layers) throws IOException {
        List<String> names = layers.isEmpty()
                ? List.of(PowerJob.NAME)
                : layers.stream().map(PowerLayer::jobName).toList();
        if (from != null) {
            if (names.size() > 1) {
                throw new SettingsException("--from names the savepoint of one job, but " + names
                        + " would start: name a layer with --layers");
            }
            return Map.of(names.get(0), from);
        }
        if (!Files.exists(latest)) {
            return Map.of();
        }
        Map<String, String> savepoints = new LinkedHashMap<>();
        for (String line : Files.readAllLines(latest)) {
            String[] words = line.split(" ", 2);
            if (words.length == 2) {
                savepoints.put(words[0], words[1]);
            }
        }
        if (!savepoints.keySet().containsAll(names)) {
            throw new PreflightException(List.of(latest + " has savepoints of the jobs " + savepoints.keySet()
                    + ", but " + names
                    + " would start: run the topology that was stopped, name a savepoint with --from,"
                    + " or start anew with --fresh"));
        }
        return savepoints;
    }
}
