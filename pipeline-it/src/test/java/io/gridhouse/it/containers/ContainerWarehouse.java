package io.gridhouse.it.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridhouse.console.load.HistoryProgress;
import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.PowerHistory;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.console.verify.LayerResult;
import io.gridhouse.console.verify.Verification;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.it.containers.FlinkCluster.Checkpoints;
import io.gridhouse.power.PowerOptions;
import io.gridhouse.power.PowerSetup;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.core.ConditionFactory;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The warehouse on containers: set up, loaded and compared from this machine, as an operator does; its jobs run on the
 * cluster under the roles of {@code deploy/compose}. After a test nothing of it is left.
 */
final class ContainerWarehouse implements AutoCloseable {

    /** The longest that a test waits for anything. */
    static final Duration PATIENCE = Duration.parse(System.getProperty("gridhouse.it.patience", "PT240S"));

    /** Every test can do with this; seeds make it the same in each run. */
    static final LoadProfile PROFILE =
            LoadProfile.builder().seed(17).users(2_000).readings(20_000).build();

    private static final String DATABASE = "stategrid_db";
    private static final Duration POLL = Duration.ofMillis(200);

    private final ComposeStack stack;
    private final int buckets;
    private final FlinkCluster flink;
    private final List<String> jobs = new ArrayList<>();

    /** A warehouse whose tables in Fluss have so many buckets. */
    ContainerWarehouse(ComposeStack stack, int buckets) {
        this.stack = stack;
        this.buckets = buckets;
        this.flink = new FlinkCluster(stack);
    }

    ComposeStack stack() {
        return stack;
    }

    FlinkCluster flink() {
        return flink;
    }

    /** The ids of the jobs, the one that captures first, the one that serves last. */
    List<String> jobs() {
        return List.copyOf(jobs);
    }

    /** The id of the job that serves. */
    String lastJob() {
        return jobs.get(jobs.size() - 1);
    }

    /** The checkpoints of all jobs. */
    Checkpoints checkpoints() throws IOException, InterruptedException {
        Checkpoints sum = Checkpoints.NONE;
        for (String job : jobs) {
            sum = sum.and(flink.checkpoints(job));
        }
        return sum;
    }

    /** How often jobs were restarted since their JobManager started. */
    int restarts() throws IOException, InterruptedException {
        int sum = 0;
        for (String job : jobs) {
            sum += flink.restarts(job);
        }
        return sum;
    }

    /** The settings from this machine, where the source's role is the owner of the database. */
    Settings settings() {
        String port = stack.variable("POSTGRES_PORT");
        return PowerOptions.read(
                null,
                Map.of(),
                Map.ofEntries(
                        Map.entry("source.host", "localhost"),
                        Map.entry("source.port", port),
                        Map.entry("source.database", DATABASE),
                        Map.entry("source.user", "postgres"),
                        Map.entry("source.password", stack.variable("POSTGRES_PASSWORD")),
                        Map.entry("fluss.bootstrap-servers", "localhost:" + stack.variable("FLUSS_PORT")),
                        Map.entry("fluss.buckets", Integer.toString(buckets)),
                        Map.entry("sink.host", "localhost"),
                        Map.entry("sink.port", port),
                        Map.entry("sink.database", DATABASE),
                        Map.entry("sink.schema", "served"),
                        Map.entry("sink.user", "gridhouse_sink"),
                        Map.entry("sink.password", stack.variable("SINK_PASSWORD"))));
    }

    /** Source tables with a history, and all that {@code init} makes. */
    void prepare() throws Exception {
        PowerSetup setup = new PowerSetup(settings(), step -> {});
        setup.createSourceTables();
        new PowerHistory(source(), PROFILE, Instant.now()).load(HistoryProgress.SILENT);
        setup.init();
    }

    /** Changes the source until it is closed. */
    PowerLoad startLoad(double changesPerSecond) throws SQLException {
        return PowerLoad.start(source(), PROFILE, changesPerSecond, Instant.now());
    }

    private DataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings().source().url());
        source.setUser(settings().source().user());
        source.setPassword(settings().source().password());
        return source;
    }

    /** Submits the jobs of a topology and waits until they run and read the slot. */
    void run(Topology topology, String... options) throws Exception {
        jobs.clear();
        for (List<String> job : topology.jobs()) {
            jobs.add(flink.run(job, null, List.of(options)));
        }
        awaitStreaming();
    }

    /** Stops the jobs with savepoints, and submits them with these and other options. */
    void stopAndRunFromSavepoints(Topology topology, String... options) throws Exception {
        List<String> savepoints = new ArrayList<>();
        for (String job : jobs) {
            savepoints.add(flink.stopWithSavepoint(job));
        }
        jobs.clear();
        awaitSlot("f");
        for (int i = 0; i < savepoints.size(); i++) {
            jobs.add(flink.run(topology.jobs().get(i), savepoints.get(i), List.of(options)));
        }
        awaitStreaming();
    }

    /** Waits until all tasks of all jobs run and one of them reads the slot. */
    void awaitStreaming() {
        for (String job : jobs) {
            // While a JobManager starts, the API does not answer, or answers with an error.
            patiently("all tasks of job " + job + " run")
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> {
                        assertThat(flink.status(job)).as(flink.failure(job)).isEqualTo("RUNNING");
                        assertThat(flink.allTasksRun(job)).as("all tasks run").isTrue();
                    });
        }
        awaitSlot("t");
    }

    private void awaitSlot(String active) {
        patiently("the slot's activity is " + active)
                .untilAsserted(() -> assertThat(slotActive()).isEqualTo(active));
    }

    private String slotActive() throws SQLException {
        try (Connection connection = settings().source().connect();
                Statement statement = connection.createStatement();
                ResultSet slot = statement.executeQuery("SELECT active FROM pg_replication_slots WHERE slot_name = '"
                        + settings().get(GridhouseOptions.SOURCE_SLOT) + "'")) {
            return slot.next() ? slot.getString(1) : "no slot";
        }
    }

    /** Waits until so many more changes are committed. */
    static void awaitChanges(PowerLoad load, long more) {
        long enough = load.counts().changes() + more;
        patiently(more + " more changes").until(() -> {
            load.check();
            return load.counts().changes() >= enough;
        });
    }

    /** Waits until every layer and the sink equal the oracle. */
    void awaitEqualToOracle() {
        patiently("all layers equal the oracle").pollDelay(Duration.ZERO).untilAsserted(() -> {
            for (String job : jobs) {
                assertThat(flink.status(job)).as(flink.failure(job)).isEqualTo("RUNNING");
            }
            assertThat(differences()).isEmpty();
        });
    }

    private List<String> differences() throws Exception {
        return new Verification(settings())
                .run().stream()
                        .filter(result -> !result.equal())
                        .map(ContainerWarehouse::describe)
                        .toList();
    }

    private static String describe(LayerResult result) {
        return "%s has %d rows of %d, %d differ: %s"
                .formatted(
                        result.table(),
                        result.rows(),
                        result.expected(),
                        result.different(),
                        String.join("\n    ", result.examples()));
    }

    static ConditionFactory patiently(String what) {
        return await(what).atMost(PATIENCE).pollInterval(POLL);
    }

    @Override
    public void close() throws Exception {
        patiently("all jobs end").ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            flink.cancelAll();
            return flink.unfinished().isEmpty();
        });
        patiently("the slot is released").until(() -> !slotActive().equals("t"));
        new PowerSetup(settings(), step -> {}).clean();
        try (Connection connection = settings().source().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS power_user, power_consumption");
        }
    }
}
