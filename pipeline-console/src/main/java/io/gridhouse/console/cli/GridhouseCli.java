package io.gridhouse.console.cli;

import io.gridhouse.console.run.FlinkRestException;
import io.gridhouse.console.stack.StackException;
import io.gridhouse.core.config.SettingsException;
import io.gridhouse.core.fluss.FlussUnavailableException;
import io.gridhouse.core.preflight.PreflightException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The console's entry. */
@Command(
        name = "gridhouse",
        description = "A real-time warehouse for a power grid: PostgreSQL, Flink CDC, Fluss, PostgreSQL.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "gridhouse 0.1.0",
        subcommands = {
            DemoCommand.class,
            StackCommand.class,
            InitCommand.class,
            LoadCommand.class,
            RunCommand.class,
            RunAllCommand.class,
            VerifyCommand.class,
            CleanCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "'bench' is a program of its own, which the launcher builds: './gridhouse bench --help'.",
            "",
            "Exit codes: 0 fine, 1 the check failed, 2 wrong usage, 3 something needed is not reachable or not ready."
        })
public final class GridhouseCli implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(GridhouseCli.class);

    private static final Terminal TERMINAL = new Terminal();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs a command and exits with its code; Fluss leaves threads that would keep the process alive. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs a command; returns its exit code. */
    static int run(String... arguments) {
        CommandLine commands = new CommandLine(new GridhouseCli());
        commands.getSubcommands().values().forEach(command -> SettingsOptions.register(command.getCommandSpec()));
        return execute(commands, arguments);
    }

    /** Runs a program's command as the console runs its own: UTF-8, one line for an error, the console's exit codes. */
    public static int execute(CommandLine commands, String... arguments) {
        return commands.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((error, command, parsed) -> explain(error))
                .execute(arguments);
    }

    /** Where all commands speak; not null. */
    public static Terminal terminal() {
        return TERMINAL;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command");
    }

    /** One clear line for what a person can mend, the exit code that goes with it, and the rest into the log. */
    static int explain(Throwable error) {
        LOG.error("The command failed", error);
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingsException || cause instanceof IllegalArgumentException) {
                TERMINAL.error(cause.getMessage());
                return ExitCode.WRONG_USAGE;
            }
            if (cause instanceof PreflightException preflight) {
                preflight.findings().forEach(TERMINAL::error);
                return ExitCode.NOT_READY;
            }
            if (cause instanceof SQLException
                    || cause instanceof FlussUnavailableException
                    || cause instanceof FlinkRestException
                    || cause instanceof StackException) {
                TERMINAL.error(cause.getMessage());
                return ExitCode.NOT_READY;
            }
        }
        TERMINAL.error("Failed: " + error + ". The log has the details: "
                + System.getProperty("gridhouse.log.file", "see stderr"));
        return ExitCode.CHECK_FAILED;
    }
}
