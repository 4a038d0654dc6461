package io.gridhouse.bench;

import io.gridhouse.bench.peer.PeerKind;
import io.gridhouse.bench.process.Servers;
import io.gridhouse.bench.workload.Sustained;
import io.gridhouse.bench.workload.Variant;
import io.gridhouse.bench.workload.WorkloadOptions;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Under which conditions a bench ran: for whoever reads or repeats it. */
final class Conditions {

    /** Of the launcher, which asks Git. */
    private static final String COMMIT = "gridhouse.commit";

    private static final Path AUTOGROUP = Path.of("/proc/sys/kernel/sched_autogroup_enabled");

    private static final String VERSIONS = "versions.properties";

    private final Map<String, Object> settings = new LinkedHashMap<>();

    Conditions(BenchOptions options) {
        WorkloadOptions workload = options.workload();
        settings.put("data", workload.profile().toString());
        settings.put("rates", workload.rates().toString());
        settings.put("bisections", workload.bisections());
        settings.put(
                "times",
                "warm-up %s at %d/s, then at each rate %s to settle and %s measured"
                        .formatted(workload.warmUp(), workload.warmUpRate(), workload.settle(), workload.measured()));
        settings.put(
                "a peer keeps up when",
                ("ages grow by less than %.0f ms per second from one half of the measured time to the other, and"
                                + " the source reached the rate")
                        .formatted(Sustained.GROWS * 1_000));
        settings.put("bound of the 99th percentile", workload.bound().toString());
        settings.put("backlog", workload.backlog());
        settings.put("single changes", workload.typed());
        settings.put("readings of the user who moves", workload.moveReadings());
        settings.put("steady load", workload.steady().toString());
        options.variants().forEach(variant -> settings.put("variant " + variant.label(), variant.description()));
        settings.put("JVM of Fluss", String.join(" ", Servers.JVM));
        options.peers().forEach(peer -> {
            settings.put("peer " + peer.label(), peer.description());
            if (peer.readsThroughSlot()) {
                settings.put("JVM of " + peer.label(), String.join(" ", options.measuredJvm(peer, Variant.BASE)));
            }
        });
        if (options.workloads().contains(WorkloadKind.CEILINGS)) {
            settings.put("JVM of a ceiling", String.join(" ", options.measuredJvm(PeerKind.GRIDHOUSE, Variant.BASE)));
        }
        settings.put("CPU shared out by session (kernel.sched_autogroup_enabled)", autogroup());
        settings.put("overrides", new TreeMap<>(options.settings()).toString());
    }

    /** "1" where each session has the same claim to the CPU, "0" where each thread has. */
    private static String autogroup() {
        try {
            return Files.exists(AUTOGROUP) ? Files.readString(AUTOGROUP).strip() : "not there";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds what the servers and the warehouse say of themselves; the last run's stays. */
    void readFrom(Settings warehouse) throws SQLException {
        settings.put("parallelism", warehouse.get(GridhouseOptions.PARALLELISM));
        settings.put(
                "checkpoint interval",
                warehouse.get(GridhouseOptions.CHECKPOINT_INTERVAL).toString());
        Map<String, String> postgres = new TreeMap<>();
        try (Connection connection = warehouse.source().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select name, current_setting(name) from pg_settings where source = 'command line'"
                                + " and name not in ('port', 'listen_addresses', 'unix_socket_directories')")) {
            while (rows.next()) {
                postgres.put(rows.getString(1), rows.getString(2));
            }
        }
        settings.put("PostgreSQL", postgres.toString());
    }

    /** By name. */
    Map<String, Object> settings() {
        return new LinkedHashMap<>(settings);
    }

    /** Of the parts that are measured, as the build knows them. */
    Map<String, String> versions() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Conditions.class.getResourceAsStream(VERSIONS)) {
            properties.load(in);
        }
        Map<String, String> versions = new TreeMap<>();
        versions.put("commit", System.getProperty(COMMIT, "unknown"));
        properties.forEach((name, version) -> versions.put(name.toString(), version.toString()));
        return versions;
    }
}
