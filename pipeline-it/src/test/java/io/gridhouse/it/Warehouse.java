package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.gridhouse.console.load.HistoryProgress;
import io.gridhouse.console.load.LoadProfile;
import io.gridhouse.console.load.PowerHistory;
import io.gridhouse.console.load.PowerLoad;
import io.gridhouse.console.stack.EmbeddedStack;
import io.gridhouse.console.verify.LayerResult;
import io.gridhouse.console.verify.Verification;
import io.gridhouse.core.config.Settings;
import io.gridhouse.core.fluss.FlussTables;
import io.gridhouse.core.jdbc.PostgresOptions;
import io.gridhouse.core.table.TableSpec;
import io.gridhouse.power.PowerOptions;
import io.gridhouse.power.PowerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.core.ConditionTimeoutException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One warehouse on the shared stack: source and sink in a database of its own, initialised, with empty source tables.
 *
 * <p>What needs an owner (set-up, changes of the source, clean-up) is done by the stack's superuser; the job and the
 * verification run as the two roles of {@code deploy/postgres/roles.sql}.
 *
 * <p>Its parallelism is 1 unless the test says {@link #parallelism}.
 */
final class Warehouse implements AutoCloseable {

    /**
     * The longest that any test waits for anything. A transaction of 60,000 rows of one region is replayed change by change
     * after a failure (ADR 8), which takes more than a minute at parallelism 2 on two cores.
     */
    static final Duration PATIENCE = Duration.parse(System.getProperty("gridhouse.it.patience", "PT240S"));

    private static final Path ROLES = Path.of("..", "deploy", "postgres", "roles.sql");
    private static final Duration POLL = Duration.ofMillis(50);

    private final PostgresOptions server;
    private final String name;
    private final Path folder;
    private final Map<String, String> flags = new HashMap<>();
    private final Sql source;
    private PowerJobRun job;
    private FlussTables fluss;

    private Warehouse(EmbeddedStack stack, String name, Path folder) throws Exception {
        this.name = name;
        this.folder = folder;
        this.server = new PostgresOptions(
                stack.postgres().host(),
                stack.postgres().port(),
                stack.postgres().database(),
                "public",
                stack.postgres().user(),
                stack.postgres().password());
        for (String side : List.of("source", "sink")) {
            flags.put(side + ".host", server.host());
            flags.put(side + ".port", Integer.toString(server.port()));
            flags.put(side + ".database", name);
            flags.put(side + ".user", role(side));
            flags.put(side + ".password", password(side));
        }
        flags.put("source.slot", name);
        flags.put("source.publication", name);
        flags.put("fluss.bootstrap-servers", stack.fluss().bootstrapServers());
        flags.put("fluss.database", name);
        flags.put("fluss.buckets", "2");
        try (Sql all = new Sql(server)) {
            all.execute("CREATE DATABASE " + name);
        }
        this.source = session();
    }

    static Warehouse create(EmbeddedStack stack, String name, Path folder) throws Exception {
        Warehouse warehouse = new Warehouse(stack, name, folder);
        PowerSetup setup = new PowerSetup(warehouse.ownersSettings(), step -> {});
        setup.createSourceTables();
        setup.init();
        warehouse.createRoles();
        return warehouse;
    }

    /** Runs the script of the deployment as psql would with its variables. */
    private void createRoles() throws IOException, SQLException {
        String script = Files.readString(ROLES);
        for (String side : List.of("source", "sink")) {
            script = script.replace(":\"" + side + "_role\"", '"' + role(side) + '"')
                    .replace(":'" + side + "_password'", "'" + password(side) + "'");
        }
        source.execute(script);
    }

    /** The role that works on a side; roles belong to the server, so each warehouse has its own. */
    private String role(String side) {
        return name + "_" + side;
    }

    /** The role's password. */
    String password(String side) {
        return "sesame-of-" + role(side);
    }

    /** The name of its database, slot and publication. */
    String name() {
        return name;
    }

    /** The settings of the job, as flags. */
    Map<String, String> flags() {
        return Map.copyOf(flags);
    }

    /** Sets an option for what starts from now on. */
    Warehouse with(String option, Object value) {
        flags.put(option, value.toString());
        return this;
    }

    Warehouse parallelism(int parallelism) {
        return with("warehouse.parallelism", parallelism);
    }

    Settings settings() {
        return Settings.read(PowerOptions.all(), null, Map.of(), flags);
    }

    /** The settings with one of them changed. */
    Settings settingsWith(String option, Object value) {
        Map<String, String> changed = new HashMap<>(flags);
        changed.put(option, value.toString());
        return Settings.read(PowerOptions.all(), null, Map.of(), changed);
    }

    Settings ownersSettings() {
        Map<String, String> owners = new HashMap<>(flags);
        for (String side : List.of("source", "sink")) {
            owners.put(side + ".user", server.user());
            owners.put(side + ".password", server.password());
        }
        return Settings.read(PowerOptions.all(), null, Map.of(), owners);
    }

    /** A folder of this test. */
    Path folder() {
        return folder;
    }

    /** Statements on the source, or on the sink, which lies in the same database. */
    Sql sql() {
        return source;
    }

    /** One more session on the same database, which the caller closes. */
    Sql session() throws SQLException {
        return new Sql(ownersSettings().source());
    }

    DataSource dataSource() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(settings().source().url());
        database.setUser(server.user());
        database.setPassword(server.password());
        return database;
    }

    /** Fills the empty source; the slot holds nothing of it, as where rows were there before the slot. */
    void loadHistory(LoadProfile profile) throws SQLException {
        new PowerHistory(dataSource(), profile, Instant.now()).load(HistoryProgress.SILENT);
        source.execute("SELECT pg_replication_slot_advance('" + name + "', pg_current_wal_lsn())");
    }

    /** Changes the source until it is closed. */
    PowerLoad startLoad(LoadProfile profile, double changesPerSecond) throws SQLException {
        return PowerLoad.start(dataSource(), profile, changesPerSecond, Instant.now());
    }

    /** Starts the job; its snapshot has not ended yet. */
    PowerJobRun start() throws Exception {
        return startFrom(null);
    }

    /** Starts the job from a savepoint. */
    PowerJobRun startFrom(String savepoint) throws Exception {
        if (job != null) {
            job.close();
        }
        // An option that only the job sets, so that its Fluss connection is its own and ends with it.
        job = PowerJobRun.start(
                settingsWith("fluss.client.client.scanner.log.max-poll-records", 499), folder, savepoint);
        return job;
    }

    /** Ends the job, lets something happen, and starts it anew on the tables as they are. */
    PowerJobRun startAfter(PowerJobRun.Meanwhile meanwhile) throws Exception {
        job.close();
        meanwhile.happens();
        return start();
    }

    /** Starts the job and waits until it streams. */
    PowerJobRun startStreaming() throws Exception {
        PowerJobRun started = start();
        awaitStreaming();
        return started;
    }

    /** Waits until the job reads the replication slot: the snapshot has ended. */
    void awaitStreaming() {
        try {
            await("the job streams from its slot")
                    .atMost(PATIENCE)
                    .pollInterval(POLL)
                    .failFast(this::assertNotTerminated)
                    .untilAsserted(() -> assertThat(slot("active")).isEqualTo("t"));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + whatTheJobDoes(), e);
        }
    }

    /** Its status, and where the threads of its tasks stand. */
    private String whatTheJobDoes() {
        StringBuilder text = new StringBuilder();
        if (job != null) {
            text.append("\n").append(job.describe());
        }
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread.getName().matches(".*(capture|debezium|write-|Fetcher|fluss|SourceCoordinator).*")) {
                text.append("\n").append(thread.getName());
                for (StackTraceElement element : stack) {
                    text.append("\n    at ").append(element);
                }
            }
        });
        return text.toString();
    }

    private void assertNotTerminated() throws Exception {
        // The jobs of single layers are their run's own.
        if (job != null && job.isTerminated()) {
            fail("The job has ended: " + job.describe());
        }
    }

    /** A column of the slot's row, as text. */
    String slot(String column) throws SQLException {
        List<String> rows =
                source.query("SELECT " + column + " FROM pg_replication_slots WHERE slot_name = '" + name + "'");
        return rows.isEmpty() ? "no slot" : rows.get(0);
    }

    /** Waits until a query on the source's database, which is the sink's too, answers exactly these rows. */
    void awaitRows(String query, String... rows) {
        await(query).atMost(PATIENCE).pollInterval(POLL).untilAsserted(() -> assertThat(source.query(query))
                .containsExactly(rows));
    }

    /** Waits until all layers and the sink equal the oracle, and shows the first differences when they do not. */
    void awaitEqualToOracle() throws Exception {
        await("all layers equal the oracle")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .failFast(this::assertNotTerminated)
                .untilAsserted(() -> assertThat(differences()).isEmpty());
        assertThat(job.status()).as("the job").isEqualTo("RUNNING");
    }

    /** Waits for {@link #awaitEqualToOracle}, and for no failure of the job on the way. */
    void awaitEqualToOracleWithoutRestart() throws Exception {
        awaitEqualToOracle();
        assertThat(job.restarts()).as("restarts of the job").isZero();
    }

    private List<String> differences() throws Exception {
        return new Verification(settings())
                .run().stream()
                        .filter(result -> !result.equal())
                        .map(Warehouse::describe)
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

    /** The rows that a Fluss table holds now. */
    <T> Collection<T> rows(TableSpec<T> table) {
        if (fluss == null) {
            fluss = new FlussTables(settings().fluss());
        }
        return fluss.scan(table).rows().values();
    }

    @Override
    public void close() throws Exception {
        try {
            if (job != null) {
                job.close();
            }
            if (fluss != null) {
                fluss.close();
            }
            await("the slot is released").atMost(PATIENCE).until(() -> !slot("active")
                    .equals("t"));
            new PowerSetup(ownersSettings(), step -> {}).clean();
        } finally {
            source.close();
            try (Sql all = new Sql(server)) {
                all.execute(
                        "DROP DATABASE " + name + " WITH (FORCE)",
                        "DROP ROLE " + role("source"),
                        "DROP ROLE " + role("sink"));
            }
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> files = Files.walk(folder)) {
            leftovers = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path leftover : leftovers) {
            Files.deleteIfExists(leftover);
        }
    }
}
