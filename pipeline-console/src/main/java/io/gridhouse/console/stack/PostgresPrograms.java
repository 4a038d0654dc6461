package io.gridhouse.console.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs for one folder and waits for them. What they print, and what a server
 * started by them prints, is appended to one file.
 *
 * @param binaries where the programs are
 * @param account whom they run as
 * @param home folder they work on
 * @param logFile file that gets what they print
 */
record PostgresPrograms(PostgresBinaries binaries, PostgresAccount account, Path home, Path logFile) {

    /**
     * More than {@code pg_ctl} is told to wait for a server: this one is only met when a program
     * hangs.
     */
    private static final Duration TIMEOUT = Duration.ofSeconds(150);

    /** What a person can still read in an error message. */
    private static final int LOG_BYTES_SHOWN = 4000;

    /**
     * @param program a PostgreSQL program
     * @param arguments its arguments
     * @throws StackException when it fails; the message holds what it logged
     */
    void runOrFail(String program, List<String> arguments) {
        long before = logFile.toFile().length();
        int exit = run(program, arguments);
        if (exit != 0) {
            throw new StackException("PostgreSQL in "
                    + home
                    + " did not start: "
                    + program
                    + " ended with "
                    + exit
                    + ". From "
                    + logFile
                    + ":\n"
                    + logSince(before));
        }
    }

    /**
     * @param program a PostgreSQL program
     * @param arguments its arguments
     * @return its exit code
     * @throws StackException when it cannot be run, or does not end
     */
    int run(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(binaries.program(program).toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(account.run(command))
                .directory(home.toFile())
                .redirectErrorStream(true)
                // A file, not a pipe: the server keeps this stream for as long as it lives.
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new StackException(program + " on " + home + " does not end; see " + logFile);
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new StackException("Could not run " + command.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while " + program + " ran on " + home, e);
        }
    }

    private String logSince(long offset) {
        try (RandomAccessFile log = new RandomAccessFile(logFile.toFile(), "r")) {
            log.seek(offset);
            byte[] added = new byte[(int) Math.min(LOG_BYTES_SHOWN, log.length() - offset)];
            log.readFully(added);
            return new String(added, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }
}
