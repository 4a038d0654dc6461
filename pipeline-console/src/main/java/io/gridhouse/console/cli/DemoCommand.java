package io.gridhouse.console.cli;

import io.gridhouse.console.demo.Demo;
import io.gridhouse.console.demo.DemoOptions;
import io.gridhouse.console.demo.DemoReport;
import io.gridhouse.console.stack.EmbeddedStack;
import io.gridhouse.core.config.SettingsException;
import io.gridhouse.power.PowerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the warehouse at work. */
@Command(
        name = "demo",
        description = {
            "Starts PostgreSQL and Fluss in a temporary folder, loads a history, starts the job, changes the source at a",
            "rate, and compares every layer with the oracle. Ctrl-C ends the load early."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--duration",
            paramLabel = "D",
            description = "How long the load is measured, such as 60s or 5m. Default: ${DEFAULT-VALUE}")
    private String duration = "60s";

    @Option(
            names = "--warm-up",
            paramLabel = "D",
            description =
                    "How long the load runs before that, in seconds, such as 30s. Without it the start is measured too,"
                            + " while code is not compiled yet.")
    private String warmUp;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Row changes per second; 0 leaves all to you. Default: ${DEFAULT-VALUE}")
    private int rate = 1_000;

    @Mixin
    private LoadOptions load;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the measurements there as JSON.")
    private Path report;

    @Option(
            names = "--pg-port",
            paramLabel = "P",
            description = "Port of PostgreSQL, if free. Default: ${DEFAULT-VALUE}")
    private int postgresPort = EmbeddedStack.PREFERRED_POSTGRES_PORT;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the job, such as warehouse.parallelism=2.")
    private Map<String, String> settings = new HashMap<>();

    @Override
    public Integer call() throws Exception {
        if (rate < 0) {
            throw new SettingsException("--rate can't be " + rate + ": give 0 or more changes per second");
        }
        Duration before = warmUp == null ? Duration.ZERO : Durations.parse(warmUp);
        if (before.toNanosPart() > 0) {
            throw new SettingsException("--warm-up can't be " + warmUp + ": give whole seconds");
        }
        if (rate == 0 && !before.isZero()) {
            throw new SettingsException("--warm-up needs a load, and --rate is 0: leave one of them out");
        }
        ZoneId zone = PowerOptions.read(null, Map.of(), settings).businessZone();
        DemoOptions options = new DemoOptions(
                before, Durations.parse(duration), rate, load.profile(zone), report, postgresPort, settings);
        DemoReport result = new Demo(options, GridhouseCli.terminal(), Interrupt.install()).run();
        return result.verified() ? ExitCode.FINE : ExitCode.CHECK_FAILED;
    }
}
