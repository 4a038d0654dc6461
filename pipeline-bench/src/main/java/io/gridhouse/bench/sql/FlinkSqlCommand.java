package io.gridhouse.bench.sql;

import io.gridhouse.JobArguments;
import io.gridhouse.console.cli.ExitCode;
import io.gridhouse.console.cli.GridhouseCli;
import io.gridhouse.console.cli.Interrupt;
import io.gridhouse.console.cli.Terminal;
import io.gridhouse.console.run.LocalCluster;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobStatus;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Runs the peer in Flink SQL as {@code gridhouse run} runs the warehouse: the same cluster, the same way to stop. */
@Command(name = "flink-sql", description = "Runs the Flink SQL peer; SIGTERM stops it with a savepoint.")
public final class FlinkSqlCommand implements Callable<Integer> {

    private static final String JOB = "power-sql";
    private static final Duration REFRESH = Duration.ofSeconds(1);

    @Option(names = "--config", required = true, description = "Settings in YAML.")
    private Path config;

    @Option(names = "--state-dir", required = true, description = "Folder of checkpoints and savepoints.")
    private Path stateDir;

    @Unmatched
    private List<String> overrides = new ArrayList<>();

    /** Runs the job and exits with the console's codes. */
    public static void main(String[] arguments) {
        System.exit(GridhouseCli.execute(new CommandLine(new FlinkSqlCommand()), arguments));
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = PowerOptions.read(
                config, Map.of(), JobArguments.parse(overrides).options());
        Terminal terminal = GridhouseCli.terminal();
        Interrupt interrupt = Interrupt.install();
        Path home = stateDir.toAbsolutePath();
        Path latest = home.resolve("latest-savepoint");
        Map<String, String> savepoints = new HashMap<>();
        if (Files.exists(latest)) {
            savepoints.put(JOB, Files.readString(latest).strip());
        }
        try (LocalCluster cluster = LocalCluster.start(home, settings.get(GridhouseOptions.PARALLELISM))) {
            cluster.submit(JOB, savepoints, new FlinkSqlPipeline(settings)::define);
            terminal.line("Job '" + JOB + "' started; " + cluster.web());
            while (!interrupt.await(REFRESH)) {
                JobStatus status = cluster.status();
                if (status.isGloballyTerminalState()) {
                    terminal.error("The job ended: " + status + ", " + cluster.failure());
                    return ExitCode.CHECK_FAILED;
                }
            }
            Map<String, String> taken = cluster.stopWithSavepoint(home.resolve("savepoints"));
            Files.writeString(latest, taken.get(JOB));
        }
        return ExitCode.FINE;
    }
}
