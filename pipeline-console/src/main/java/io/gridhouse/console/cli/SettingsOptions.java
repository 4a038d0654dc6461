package io.gridhouse.console.cli;

import io.gridhouse.JobArguments;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.UnmatchedArgsBinding;
import picocli.CommandLine.Option;

/** The options that say which warehouse a command works on; any setting can be given as {@code --key value}. */
public final class SettingsOptions {

    /** The name of the commands' fields. */
    private static final String MIXIN = "options";

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

    private List<String> settings = List.of();

    /** Lets a command take settings. In a mixin picocli overlooks {@code @Unmatched}, so this can't be declared. */
    static void register(CommandSpec command) {
        CommandSpec mixin = command.mixins().get(MIXIN);
        if (mixin != null) {
            SettingsOptions options = (SettingsOptions) mixin.userObject();
            command.addUnmatchedArgsBinding(UnmatchedArgsBinding.forStringArrayConsumer(options.taker()));
        }
    }

    private ISetter taker() {
        return new ISetter() {
            @Override
            public <T> T set(T unmatched) {
                settings = unmatched == null ? List.of() : List.of((String[]) unmatched);
                return unmatched;
            }
        };
    }

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
