package io.gridhouse.console.cli;

import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes what the warehouse made. */
@Command(
        name = "clean",
        description = "Drops sink table, Fluss tables, replication slot and publication. The source tables stay.",
        mixinStandardHelpOptions = true)
final class CleanCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Folder of 'run', whose last savepoint is forgotten. Default: ${DEFAULT-VALUE}")
    private Path stateDir = RunCommand.DEFAULT_STATE_DIR;

    @Override
    public Integer call() throws Exception {
        Settings settings = options.read();
        if (options.printed(settings)) {
            return ExitCode.FINE;
        }
        Terminal terminal = GridhouseCli.terminal();
        terminal.line("Removing what the warehouse made");
        new PowerSetup(settings, terminal::step).clean();
        // A savepoint of a warehouse that is gone would skip the snapshot of the next one.
        Files.deleteIfExists(RunCommand.latestSavepoint(stateDir, settings));
        return ExitCode.FINE;
    }
}
