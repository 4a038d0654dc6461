package io.gridhouse.bench.ceiling;

import io.gridhouse.bench.ceiling.CeilingCommand.Part;
import io.gridhouse.bench.process.JavaProcess;
import io.gridhouse.bench.process.MachineSpeed;
import io.gridhouse.bench.process.Patience;
import io.gridhouse.bench.process.Servers;
import io.gridhouse.bench.report.CeilingResult;
import io.gridhouse.bench.workload.WorkloadOptions;
import io.gridhouse.console.cli.SourceConnections;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Times each part alone, one after the other, on servers that hold the history. */
public final class Ceilings {

    private static final Duration WORK = Duration.ofMinutes(30);

    /** More than any source commits: the load goes as fast as it can. */
    private static final double UNLIMITED = 5_000_000;

    private final Servers servers;
    private final Settings settings;
    private final Path home;
    private final Path logs;
    private final List<String> jvm;
    private final Patience patience;
    private final WorkloadOptions options;
    private final MachineSpeed speed;
    private final Consumer<String> progress;

    /**
     * Ceilings on servers.
     *
     * @param home empty folder for temporary files
     * @param logs folder for what the processes print
     * @param jvm options of their JVMs
     * @param progress gets a line per part, for a person
     */
    public Ceilings(
            Servers servers,
            Path home,
            Path logs,
            List<String> jvm,
            Patience patience,
            WorkloadOptions options,
            MachineSpeed speed,
            Consumer<String> progress) {
        this.servers = servers;
        this.settings = servers.settings();
        this.home = home;
        this.logs = logs;
        this.jvm = List.copyOf(jvm);
        this.patience = patience;
        this.options = options;
        this.speed = speed;
        this.progress = progress;
    }

    /** Commits the backlog, then times all parts. */
    public List<CeilingResult> run(int round) throws Exception {
        new PowerSetup(settings, step -> {}).init();
        execute("select pg_create_logical_replication_slot('" + DecodingCeiling.SLOT + "', 'pgoutput')");
        long changes = backlog() + 1;
        long snapshot = count("power_user") + count("power_consumption");
        List<CeilingResult> results = new ArrayList<>();
        for (Part part : Part.values()) {
            List<CeilingResult> timed = time(part, round, changes, snapshot);
            timed.forEach(
                    result -> progress.accept("%s: %,.0f rows/s".formatted(result.name(), result.rowsPerSecond())));
            results.addAll(timed);
        }
        return results;
    }

    private long backlog() throws Exception {
        try (PowerLoad load =
                PowerLoad.start(SourceConnections.of(settings), options.profile(), UNLIMITED, Instant.now())) {
            patience.until("the backlog is committed", WORK, () -> {
                load.check();
                return load.counts().changes() >= options.backlog();
            });
            long changes = load.stop().changes();
            Marker.commit(settings);
            return changes;
        }
    }

    private List<CeilingResult> time(Part part, int round, long changes, long snapshot) throws Exception {
        String name = "ceiling-" + part.name().toLowerCase(Locale.ROOT);
        List<String> jvmOptions = new ArrayList<>(jvm);
        jvmOptions.add("-Djava.io.tmpdir=" + home);
        List<String> command = new ArrayList<>(List.of(
                CeilingCommand.class.getName(),
                part.name(),
                "--config",
                servers.config().toString(),
                "--state-dir",
                home.resolve(name).toString(),
                "--rows",
                Long.toString(changes),
                "--snapshot",
                Long.toString(snapshot)));
        servers.overrides().forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        speed.begin();
        try (JavaProcess process = JavaProcess.start(name, logs, jvmOptions, command)) {
            patience.until(name + " ends", WORK, () -> !process.isAlive());
            process.awaitEnd(Duration.ZERO);
            return results(process.output(), round, speed.taken());
        }
    }

    /** Reads the lines {@code NAME ROWS SECONDS}. */
    static List<CeilingResult> results(String output, int round, double speed) throws IOException {
        List<CeilingResult> results = new ArrayList<>();
        for (String line : output.lines().toList()) {
            String[] words = line.split(" ");
            if (words.length != 3) {
                throw new IOException("A ceiling printed '" + line + "' instead of name, rows and seconds");
            }
            results.add(
                    new CeilingResult(words[0], round, Long.parseLong(words[1]), Double.parseDouble(words[2]), speed));
        }
        return results;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = settings.source().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String table) throws SQLException {
        try (Connection connection = settings.source().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getLong(1);
        }
    }
}
