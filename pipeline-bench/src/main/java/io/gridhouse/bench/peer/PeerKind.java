package io.gridhouse.bench.peer;

import io.gridhouse.bench.process.Servers;
import io.gridhouse.bench.sql.FlinkSqlCommand;
import io.gridhouse.console.cli.GridhouseCli;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The peers there are. */
public enum PeerKind {
    /** The warehouse as one job: {@code gridhouse run}. */
    GRIDHOUSE("./gridhouse run, one job") {
        @Override
        public Peer open(Servers servers, Path home, Path logs, List<String> jvm, Map<String, String> overrides) {
            return new JobPeer(
                    label(), servers, home, logs, jvm, List.of(GridhouseCli.class.getName(), "run"), overrides);
        }
    },
    /** The warehouse as one job per layer, in one process. */
    GRIDHOUSE_LAYERED("./gridhouse run --topology layered, one job per layer on one cluster") {
        @Override
        public Peer open(Servers servers, Path home, Path logs, List<String> jvm, Map<String, String> overrides) {
            return new JobPeer(
                    label(),
                    servers,
                    home,
                    logs,
                    jvm,
                    List.of(GridhouseCli.class.getName(), "run", "--topology", "layered"),
                    overrides);
        }
    },
    /** The same tables computed by Flink SQL. */
    FLINK_SQL("Flink SQL, one statement set") {
        @Override
        public Peer open(Servers servers, Path home, Path logs, List<String> jvm, Map<String, String> overrides) {
            return new JobPeer(label(), servers, home, logs, jvm, List.of(FlinkSqlCommand.class.getName()), overrides);
        }

        /** As the warehouse's, but for the young generation: the JVM's third of the heap is better here (docs/benchmarks). */
        @Override
        public List<String> jvm() {
            return COMMON_JVM;
        }
    },
    /** PostgreSQL alone, by triggers; it keeps the dashboard only. */
    POSTGRES_TRIGGERS("incremental triggers per statement, dashboard only") {
        @Override
        public Peer open(Servers servers, Path home, Path logs, List<String> jvm, Map<String, String> overrides) {
            return new PostgresPeer(servers, false);
        }

        @Override
        public boolean readsThroughSlot() {
            return false;
        }
    },
    /** PostgreSQL alone, by a materialized view; it keeps the dashboard only. */
    POSTGRES_MATVIEW("REFRESH MATERIALIZED VIEW CONCURRENTLY in a loop, dashboard only") {
        @Override
        public Peer open(Servers servers, Path home, Path logs, List<String> jvm, Map<String, String> overrides) {
            return new PostgresPeer(servers, true);
        }

        @Override
        public boolean readsThroughSlot() {
            return false;
        }
    };

    /** Those of the launcher, with room for the classes of the SQL planner, but for the young generation. */
    private static final List<String> COMMON_JVM = List.of(
            "-XX:+UseParallelGC",
            "-XX:MetaspaceSize=192m",
            "-XX:MaxMetaspaceSize=512m",
            "-XX:ReservedCodeCacheSize=192m");

    private final String description;

    PeerKind(String description) {
        this.description = description;
    }

    /** The name on the command line and in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is. */
    public String description() {
        return description;
    }

    /** Options of its JVM beside the heap's size, when it has one. */
    public List<String> jvm() {
        return Stream.concat(Stream.of("-Xmn256m"), COMMON_JVM.stream()).toList();
    }

    /** True when it reads a slot, in which changes wait for it while it is stopped. */
    public boolean readsThroughSlot() {
        return true;
    }

    /** All names, comma-separated. */
    public static String labels() {
        return Arrays.stream(values()).map(PeerKind::label).collect(Collectors.joining(", "));
    }

    /**
     * The peer of a name.
     *
     * @throws IllegalArgumentException naming those that there are
     */
    public static PeerKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no peer '" + label + "': there are " + labels()));
    }

    /**
     * A peer on servers of its own; nothing is started yet.
     *
     * @param home empty folder for its state
     * @param logs folder for what it prints
     * @param jvm options of its JVM, when it has one
     * @param overrides settings of the warehouse, by option key
     */
    public abstract Peer open(Servers servers, Path home, Path logs, List<String> jvm, Map<String, String> overrides);
}
