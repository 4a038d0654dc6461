package io.gridhouse.console.cli;

import io.gridhouse.console.stack.EmbeddedStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keeps the embedded stack running. */
@Command(
        name = "stack",
        description = "Keeps PostgreSQL and Fluss running, for the IDE and the other commands. Data survive a restart.",
        mixinStandardHelpOptions = true)
public final class StackCommand implements Callable<Integer> {

    /** Where the stack keeps its data unless told otherwise. */
    static final Path DEFAULT_HOME = Path.of(".gridhouse", "stack");

    private static final String CONFIG = "gridhouse.yaml";

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Folder of the data. Default: ${DEFAULT-VALUE}")
    private Path home = DEFAULT_HOME;

    @Option(
            names = "--pg-port",
            paramLabel = "PORT",
            description = "Port of PostgreSQL, if free. Default: ${DEFAULT-VALUE}")
    private int postgresPort = EmbeddedStack.PREFERRED_POSTGRES_PORT;

    @Option(
            names = "--fluss-port",
            paramLabel = "PORT",
            description = "Port of Fluss, if free. Default: ${DEFAULT-VALUE}")
    private int flussPort = EmbeddedStack.PREFERRED_FLUSS_PORT;

    @Option(
            names = "--no-fsync",
            description = "Commits do not wait for the disk: faster, but a power cut may cost the data.")
    private boolean noFsync;

    /** The file in which a stack says how it is reached; there while it runs. */
    public static Path writtenConfig(Path home) {
        return home.resolve(CONFIG);
    }

    @Override
    public Integer call() throws Exception {
        Terminal terminal = GridhouseCli.terminal();
        Interrupt interrupt = Interrupt.install();
        terminal.line("Starting PostgreSQL and Fluss in " + home.toAbsolutePath());
        try (EmbeddedStack stack = EmbeddedStack.builder()
                .dataDir(home)
                .durable(!noFsync)
                .pgPort(postgresPort)
                .flussPort(flussPort)
                .progress(terminal::step)
                .start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-stack"));
            Path written = writtenConfig(home);
            Files.writeString(written, StackSettings.yaml(stack));
            try {
                terminal.line("");
                terminal.line("  psql:     " + StackSettings.psql(stack));
                terminal.line("  Fluss:    " + stack.fluss().bootstrapServers());
                terminal.line("  settings: " + written
                        + (home.equals(DEFAULT_HOME)
                                ? " (the other commands find it)"
                                : " (give it to the other commands with --config)"));
                terminal.line("");
                terminal.line("Running until Ctrl-C. Next: ./gridhouse init --create-source");
                interrupt.await();
                terminal.line("Stopping");
            } finally {
                delete(written);
            }
        }
        return ExitCode.FINE;
    }

    private static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
