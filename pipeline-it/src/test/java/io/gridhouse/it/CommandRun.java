package io.gridhouse.it;

import io.gridhouse.console.cli.GridhouseCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of the command line in a process of its own, as a person starts it.
 *
 * @param exitCode what the caller gets
 * @param output what it printed to standard output, its log among it
 * @param errors the lines it printed to standard error
 */
public record CommandRun(int exitCode, String output, List<String> errors) {

    /** Runs a command with these settings as flags; waits for its end. */
    public static CommandRun of(Path folder, Map<String, String> flags, String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                GridhouseCli.class.getName()));
        line.addAll(List.of(command));
        flags.forEach((option, value) -> line.addAll(List.of("--" + option, value)));
        Path output = Files.createTempFile(folder, "command-", ".out");
        Path errors = Files.createTempFile(folder, "command-", ".err");
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!process.waitFor(Warehouse.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not end; it printed " + Files.readString(output));
        }
        return new CommandRun(process.exitValue(), Files.readString(output), Files.readAllLines(errors));
    }
}
