package io.gridhouse.bench.ceiling;

import io.gridhouse.console.cli.ExitCode;
import io.gridhouse.console.cli.GridhouseCli;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerOptions;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one part alone, in a process of its own, and prints {@code NAME ROWS SECONDS} for each thing that it timed. */
@Command(name = "ceiling", description = "Times one part alone.")
public final class CeilingCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PART", description = "${COMPLETION-CANDIDATES}")
    private Part part;

    @Option(names = "--config", required = true, description = "Settings in YAML.")
    private Path config;

    @Option(names = "--state-dir", required = true, description = "Folder for temporary files.")
    private Path stateDir;

    @Option(names = "--rows", required = true, description = "Streamed changes to expect, or rows to write.")
    private long rows;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of the warehouse.")
    private Map<String, String> overrides = Map.of();

    @Option(names = "--snapshot", description = "Rows of the snapshot. Default: ${DEFAULT-VALUE}")
    private long snapshot;

    /** The parts there are. */
    enum Part {
        CDC,
        DECODING,
        FLUSS,
        JDBC
    }

    /** Takes what a part has timed. */
    @FunctionalInterface
    interface Timed {
        /** Notes rows per seconds under a name without blanks. */
        void note(String name, long rows, double seconds);
    }

    /** Runs a part and exits with the console's codes. */
    public static void main(String[] arguments) {
        System.exit(GridhouseCli.execute(new CommandLine(new CeilingCommand()), arguments));
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = PowerOptions.read(config, Map.of(), overrides);
        Timed timed = (name, count, seconds) ->
                GridhouseCli.terminal().line(String.format(Locale.ROOT, "%s %d %.6f", name, count, seconds));
        switch (part) {
            case CDC -> CdcCeiling.run(settings, stateDir, snapshot, rows, timed);
            case DECODING -> DecodingCeiling.run(settings, rows, timed);
            case FLUSS -> FlussCeiling.run(settings, rows, timed);
            case JDBC -> JdbcCeiling.run(settings, rows, timed);
        }
        return ExitCode.FINE;
    }
}
