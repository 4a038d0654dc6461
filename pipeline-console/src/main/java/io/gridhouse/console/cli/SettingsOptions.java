package io.gridhouse.console.cli;

import io.gridhouse.JobArguments;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** The options that say which warehouse a command works on; any setting can be given as {@code --key value}. */
public final class SettingsOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Settings in YAML. Default: gridhouse.yaml here, else what a running 'gridhouse stack' wrote.")
    private Path config;

    @Option(
            names = "--print-config",
            description = "Print the effective settings, secrets masked, and do nothing else.")
    private boolean printConfig;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    /** The effective settings. */
    Settings read() {
        JobArguments arguments = JobArguments.parse(settings);
        return PowerOptions.read(config == null ? defaultFile() : config, System.getenv(), arguments.options());
    }

    /** True when the settings were asked for, and printed. */
    boolean printed(Settings effective) {
        if (printConfig) {
            GridhouseCli.terminal().line(effective.print());
        }
        return printConfig;
    }

    private static Path defaultFile() {
        for (Path candidate :
                List.of(Path.of("gridhouse.yaml"), StackCommand.writtenConfig(StackCommand.DEFAULT_HOME))) {
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
