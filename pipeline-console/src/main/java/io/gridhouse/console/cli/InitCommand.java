package io.gridhouse.console.cli;

import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerSetup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates what the warehouse needs. */
@Command(
        name = "init",
        description = "Creates publication, replication slot, Fluss tables and sink table. Twice is fine.",
        mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Option(names = "--create-source", description = "Create the source tables too, where they are missing.")
    private boolean createSource;

    @Override
    public Integer call() throws Exception {
        Settings settings = options.read();
        if (options.printed(settings)) {
            return ExitCode.FINE;
        }
        Terminal terminal = GridhouseCli.terminal();
        PowerSetup setup = new PowerSetup(settings, terminal::step);
        terminal.line("Creating what the warehouse needs");
        if (createSource) {
            setup.createSourceTables();
        }
        setup.init();
        terminal.line("Ready. Next: ./gridhouse run");
        return ExitCode.FINE;
    }
}
