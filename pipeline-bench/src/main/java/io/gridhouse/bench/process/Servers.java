package io.gridhouse.bench.process;

import io.gridhouse.console.cli.GridhouseCli;
import io.gridhouse.console.cli.StackCommand;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** PostgreSQL and Fluss in processes of their own: {@code gridhouse stack} on an empty folder. */
public final class Servers implements AutoCloseable {

    /** Options of the JVM that runs Fluss and ZooKeeper. */
    public static final List<String> JVM = List.of("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC");

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(1);

    private final JavaProcess stack;
    private final Path config;
    private final long postmaster;
    private final Map<String, String> overrides;

    private Servers(JavaProcess stack, Path config, long postmaster, Map<String, String> overrides) {
        this.stack = stack;
        this.config = config;
        this.postmaster = postmaster;
        this.overrides = overrides;
    }

    /**
     * Starts the servers and waits for them.
     *
     * @param home empty folder for their data
     * @param logs folder for what they print
     * @param overrides settings of the warehouse, by option key
     */
    public static Servers start(Path home, Path logs, Map<String, String> overrides, Patience patience)
            throws Exception {
        Path data = home.resolve("servers");
        JavaProcess stack = JavaProcess.start(
                "servers",
                logs,
                JVM,
                List.of(
                        GridhouseCli.class.getName(),
                        "stack",
                        "--data-dir",
                        data.toString(),
                        "--pg-port",
                        "0",
                        "--fluss-port",
                        "0",
                        "--no-fsync"));
        try {
            Path config = StackCommand.writtenConfig(data);
            patience.until("PostgreSQL and Fluss run", START, () -> {
                stack.requireAlive();
                // The file is written in one piece, but not at one moment.
                return Files.exists(config) && Files.readString(config).contains("sink.password");
            });
            return new Servers(stack, config, postmaster(data), overrides);
        } catch (Exception e) {
            stack.close();
            throw e;
        }
    }

    /** The first line of PostgreSQL's own file is the number of its first process. */
    private static long postmaster(Path data) throws IOException {
        Path file = data.resolve("postgres").resolve("data").resolve("postmaster.pid");
        return Long.parseLong(Files.readAllLines(file).get(0).strip());
    }

    /** The file with their addresses. */
    public Path config() {
        return config;
    }

    /** The warehouse's settings on these servers. */
    public Settings settings() {
        return PowerOptions.read(config, Map.of(), overrides);
    }

    /** The settings of the command line, by option key. */
    public Map<String, String> overrides() {
        return overrides;
    }

    /** CPU seconds of PostgreSQL with all its backends. */
    public double postgresCpuSeconds() throws IOException {
        return ProcessTree.cpuSeconds(postmaster);
    }

    /**
     * CPU seconds of the sessions in PostgreSQL that are a peer's and are there now: the sender of the WAL, the sink's, that of
     * a refresh.
     */
    public double peersCpuSeconds() throws IOException, SQLException {
        double seconds = 0;
        try (Connection connection = settings().source().connect();
                PreparedStatement query = connection.prepareStatement("select pid from pg_stat_activity where"
                        + " backend_type in ('client backend', 'walsender') and pid <> pg_backend_pid()"
                        + " and application_name <> ?")) {
            query.setString(1, PowerLoad.APPLICATION_NAME);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    seconds += ProcessTree.cpuSeconds(rows.getLong(1));
                }
            }
        }
        return seconds;
    }

    /** CPU seconds of Fluss and ZooKeeper. */
    public double flussCpuSeconds() throws IOException {
        return ProcessTree.cpuSeconds(stack.pid());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            stack.stop(STOP);
        } finally {
            stack.close();
            // PostgreSQL is no child of the process that started it: it outlives one that had to be killed.
            ProcessHandle.of(postmaster).ifPresent(ProcessHandle::destroy);
        }
    }
}
