package io.gridhouse.console.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives PostgreSQL's own programs on one folder: {@code initdb} makes the cluster, {@code pg_ctl}
 * starts and stops it.
 *
 * <p>zonky's {@code EmbeddedPostgres} is not used: it waits out its whole start timeout when the
 * server dies at once (a mistyped setting), leaves the server running when a stop takes longer than
 * five seconds, always creates a folder in the system's temporary folder, and cannot run as root
 * where user namespaces are forbidden.
 */
final class PostgresControl {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresControl.class);

    /** Recovery after a crash can take this long with the WAL the default settings allow. */
    private static final int START_SECONDS = 120;

    /** A clean stop takes about 0.2 s; longer means a replication client does not answer. */
    private static final int STOP_SECONDS = 3;

    private final Path home;
    private final Path data;
    private final Path unfinished;
    private final PostgresPrograms programs;

    private PostgresControl(Path home, PostgresPrograms programs) {
        this.home = home;
        this.data = home.resolve("data");
        this.unfinished = home.resolve("initdb-unfinished");
        this.programs = programs;
    }

    /**
     * @param home folder of the server, created when missing
     * @throws StackException when the folder cannot be created or handed to the account
     */
    static PostgresControl open(Path home, PostgresBinaries binaries, PostgresAccount account) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new StackException("Could not create PostgreSQL's folder " + home + ": " + e.getMessage(), e);
        }
        account.takeOver(home, binaries.program("postgres"));
        Path logFile = home.resolve("postgres.log");
        return new PostgresControl(home, new PostgresPrograms(binaries, account, home, logFile));
    }

    Path logFile() {
        return programs.logFile();
    }

    /**
     * Makes sure that no server runs on the folder. A {@code postmaster.pid} left by a killed
     * server does not count; where its process id now belongs to an unrelated process, which would
     * keep PostgreSQL from starting, the file is removed.
     *
     * @throws StackException when a server is alive on the folder
     */
    void refuseLiveServer() {
        OptionalLong recorded = recordedPid();
        if (recorded.isEmpty()) {
            return;
        }
        long pid = recorded.getAsLong();
        if (livePid().isPresent()) {
            throw new StackException("A PostgreSQL server already runs on "
                    + data
                    + " (pid "
                    + pid
                    + "). Stop the process that started it; when that one was killed, stop"
                    + " the server itself with 'kill -INT "
                    + pid
                    + "'.");
        }
        if (ProcessHandle.of(pid).isPresent()) {
            LOG.info("Removing stale {}: pid {} is not a PostgreSQL server on this folder", pidFile(), pid);
            try {
                Files.deleteIfExists(pidFile());
            } catch (IOException e) {
                throw new StackException("Could not remove the stale " + pidFile() + "; remove it by hand.", e);
            }
        }
    }

    /**
     * Makes the cluster when there is none, or when a former attempt was killed half-way.
     *
     * @throws StackException when {@code initdb} fails
     */
    void initialise() {
        try {
            if (Files.exists(unfinished)) {
                LOG.info("Making {} again: the first attempt did not finish", data);
                DirectoryTree.delete(data);
            }
            if (Files.exists(data.resolve("PG_VERSION"))) {
                return;
            }
            Files.writeString(unfinished, "");
        } catch (IOException e) {
            throw new StackException("Could not prepare PostgreSQL's folder " + home + ": " + e.getMessage(), e);
        }
        // The builtin provider sorts by code point on every platform; the system's locales may be
        // missing.
        programs.runOrFail(
                "initdb",
                List.of(
                        "--pgdata=" + data,
                        "--username=" + EmbeddedPostgresServer.USER,
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-sync"));
    }

    /** Records that the cluster is complete: from now on it is never made again. */
    void markInitialised() {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new StackException("Could not remove " + unfinished + "; remove it by hand to keep the data.", e);
        }
    }

    /**
     * @param port TCP port to bind
     * @param settings server settings by name
     * @throws StackException when the server dies or is not ready in time
     */
    void start(int port, Map<String, String> settings) {
        String options = settings.entrySet().stream()
                .map(setting -> "-c " + shellQuoted(setting.getKey() + "=" + setting.getValue()))
                .collect(Collectors.joining(" ", "-p " + port + " ", ""));
        try {
            programs.runOrFail(
                    "pg_ctl", List.of("start", "-w", "-t", "" + START_SECONDS, "-D", data.toString(), "-o", options));
        } catch (StackException e) {
            stop();
            throw e;
        }
    }

    /**
     * Stops the server if it runs: politely, then hard, then by killing it. An interrupt does not
     * cut it short.
     */
    void stop() {
        boolean interrupted = Thread.interrupted();
        try {
            stopOrKill();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void stopOrKill() {
        for (String mode : List.of("fast", "immediate")) {
            if (livePid().isEmpty()) {
                return;
            }
            int exit = programs.run("pg_ctl", stopArguments(mode));
            if (exit != 0 && livePid().isPresent()) {
                LOG.warn("PostgreSQL in {} did not stop within {} s in mode '{}'", home, STOP_SECONDS, mode);
            }
        }
        livePid().ifPresent(pid -> {
            LOG.warn("Killing PostgreSQL in {}, pid {}", home, pid);
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        });
    }

    /**
     * @return process id of the server that runs on this folder now, empty when none does
     */
    OptionalLong livePid() {
        OptionalLong recorded = recordedPid();
        return recorded.isPresent() && servesThisFolder(recorded.getAsLong()) ? recorded : OptionalLong.empty();
    }

    private List<String> stopArguments(String mode) {
        return List.of("stop", "-w", "-t", "" + STOP_SECONDS, "-m", mode, "-D", data.toString());
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }

    private OptionalLong recordedPid() {
        try (Stream<String> lines = Files.lines(pidFile())) {
            return lines.limit(1).map(String::trim).mapToLong(Long::parseLong).findFirst();
        } catch (NoSuchFileException notRunning) {
            return OptionalLong.empty();
        } catch (IOException | UncheckedIOException e) {
            throw new StackException("Could not read " + pidFile() + ": " + e.getMessage(), e);
        } catch (NumberFormatException e) {
            throw new StackException(pidFile() + " does not start with a process id; remove it by hand.", e);
        }
    }

    /**
     * A server's working directory is its data folder; where that cannot be read, the program's
     * name must do.
     */
    private boolean servesThisFolder(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return false;
        }
        Path workingDirectory = Path.of("/proc", Long.toString(pid), "cwd");
        try {
            return Files.isSameFile(workingDirectory, data);
        } catch (IOException noProcOrNotOurs) {
            return process.get()
                    .info()
                    .command()
                    .filter(command -> command.endsWith("/postgres"))
                    .isPresent();
        }
    }

    /** {@code pg_ctl} hands its options to a shell. */
    private static String shellQuoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
