package io.gridhouse.console.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridhouse.console.stack.EmbeddedPostgresServer;
import io.gridhouse.console.stack.PostgresOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class PowerLoadITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final LoadProfile PROFILE =
            LoadProfile.builder().users(2_000).readings(60_000).badShare(0.01).build();

    private static EmbeddedPostgresServer postgres;
    private static DataSource source;

    @BeforeAll
    static void startPostgres(@TempDir Path home) throws IOException, SQLException {
        postgres = EmbeddedPostgresServer.start(PostgresOptions.in(home));
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(postgres.jdbcUrl());
        database.setUser(postgres.user());
        database.setPassword(postgres.password());
        source = database;
        // Twice: it must be safe to run again.
        execute(schema());
        execute(schema());
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void emptyTables() throws SQLException {
        execute("TRUNCATE power_user, power_consumption RESTART IDENTITY");
    }

    @Test
    void schemaSendsWholeOldRows() throws SQLException {
        assertThat(count("SELECT count(*) FROM pg_class WHERE relname IN ('power_user', 'power_consumption')"
                        + " AND relreplident = 'f'"))
                .isEqualTo(2);
    }

    @Test
    void historyIsLoadedWholeAndRepeatably() throws SQLException {
        List<String> progress = new ArrayList<>();
        Instant now = Instant.now();

        HistoryTotals totals = new PowerHistory(source, PROFILE, now)
                .load((table, done, total) -> progress.add(table + " " + done + "/" + total));

        assertThat(totals.users()).isEqualTo(2_000).isEqualTo(count("SELECT count(*) FROM power_user"));
        assertThat(totals.readings()).isEqualTo(60_000).isEqualTo(count("SELECT count(*) FROM power_consumption"));
        assertThat(totals.badReadings()).isPositive().isEqualTo(count(badReadings()));
        assertThat(progress)
                .containsExactly(
                        "power_user 2000/2000", "power_consumption 50000/60000", "power_consumption 60000/60000");
        assertThat(count("SELECT count(*) FROM power_consumption c WHERE user_id IS NOT NULL"
                        + " AND NOT EXISTS (SELECT FROM power_user u WHERE u.user_id = c.user_id)"))
                .isPositive();
        String digest = digest();

        emptyTables();
        new PowerHistory(source, PROFILE, now).load(HistoryProgress.SILENT);

        assertThat(digest()).isEqualTo(digest);
    }

    @Test
    void historyLeavesTheSequenceBehindItsKeys() throws SQLException {
        new PowerHistory(source, PROFILE, Instant.now()).load(HistoryProgress.SILENT);

        execute("INSERT INTO power_consumption (user_id, consumption_amount, consumption_cost) VALUES (1, 1, 1)");

        assertThat(count("SELECT max(consumption_id) FROM power_consumption")).isEqualTo(60_001);
    }

    @Test
    void historyRefusesTablesWithRows() throws SQLException {
        execute("INSERT INTO power_user (user_id) VALUES (1)");

        assertThatIllegalStateException()
                .isThrownBy(() -> new PowerHistory(source, PROFILE, Instant.now()).load(HistoryProgress.SILENT))
                .withMessageContaining("power_user has rows already");
    }

    @Test
    void liveLoadCountsWhatTheDatabaseSaw() throws SQLException {
        new PowerHistory(source, PROFILE, Instant.now()).load(HistoryProgress.SILENT);
        countRowChanges();

        LoadCounts counts;
        try (PowerLoad load = PowerLoad.start(source, PROFILE, 500, Instant.now())) {
            await(() -> load.counts().changes() >= 1_500);
            assertThat(load.isRunning()).isTrue();
            long began = System.nanoTime();
            counts = load.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
            assertThat(load.isRunning()).isFalse();
        }

        assertThat(count(seen("power_consumption", "INSERT"))).isPositive().isEqualTo(counts.inserted());
        assertThat(count(seen("power_consumption", "UPDATE"))).isPositive().isEqualTo(counts.updated());
        assertThat(count(seen("power_consumption", "DELETE"))).isPositive().isEqualTo(counts.deleted());
        assertThat(count("SELECT count(*) FROM seen WHERE source_table = 'power_user'"))
                .isPositive()
                .isEqualTo(counts.users());
        assertThat(count("SELECT count(DISTINCT transaction) FROM seen")).isEqualTo(counts.changes());
        assertThat(counts.bad()).isPositive().isLessThan(counts.changes() / 10);
        assertThat(count("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CALL pg_temp.apply_load%'"
                        + " AND state = 'active'"))
                .isZero();
    }

    @Test
    void severalRowsMakeOneTransaction() throws SQLException {
        LoadProfile profile =
                LoadProfile.builder().users(100).rowsPerTransaction(10).build();
        countRowChanges();

        LoadCounts counts;
        try (PowerLoad load = PowerLoad.start(source, profile, 2_000, Instant.now())) {
            await(() -> load.counts().changes() >= 1_000);
            counts = load.stop();
        }

        assertThat(count("SELECT count(*) FROM seen")).isEqualTo(counts.changes());
        // A change that met no row makes a transaction smaller, never larger.
        assertThat(count("SELECT max(n) FROM (SELECT count(*) n FROM seen GROUP BY transaction) t"))
                .isEqualTo(10);
    }

    @Test
    void rowsThatOthersDeleteAreNoErrorAndNotCounted() throws SQLException {
        new PowerHistory(source, PROFILE, Instant.now()).load(HistoryProgress.SILENT);
        LoadProfile profile = LoadProfile.builder()
                .users(2_000)
                .mix(new OperationMix(0, 50, 50))
                .userChangeShare(0.2)
                .build();
        countRowChanges();
        try (PowerLoad load = PowerLoad.start(source, profile, 2_000, Instant.now())) {
            await(() -> load.counts().deleted() >= 200);
            execute("TRUNCATE power_consumption");
            long usersAtTruncate = load.counts().users();
            // User changes go on, so the updates and deletes of readings between them have met no row.
            await(() -> load.counts().users() >= usersAtTruncate + 200);

            LoadCounts counts = load.stop();

            assertThat(count("SELECT count(*) FROM seen")).isEqualTo(counts.changes());
            assertThat(counts.updated() + counts.deleted()).isLessThan(3 * counts.users());
        }
    }

    @Test
    void anErrorStopsTheLoadAndNamesStatementAndKey() throws SQLException {
        countRowChanges();
        execute("ALTER TABLE power_consumption ADD CONSTRAINT few CHECK (consumption_id < 300)");
        try (PowerLoad load = PowerLoad.start(source, PROFILE, 2_000, Instant.now())) {
            await(() -> !load.isRunning());

            assertThatThrownBy(load::check)
                    .isInstanceOf(LoadFailedException.class)
                    .hasMessageMatching("(?s).*(INSERT INTO|UPDATE) power_consumption, consumption_id \\d+: .*few.*");
            assertThat(count("SELECT count(*) FROM seen"))
                    .isEqualTo(load.counts().changes());
        } finally {
            execute("ALTER TABLE power_consumption DROP CONSTRAINT few");
        }
    }

    @Test
    void stopsWithinASecondThoughAnotherSessionHoldsALock() throws SQLException {
        countRowChanges();
        try (PowerLoad load = PowerLoad.start(source, PROFILE, 2_000, Instant.now());
                Connection other = source.getConnection();
                Statement statement = other.createStatement()) {
            await(() -> load.counts().changes() > 100);
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE power_consumption IN ACCESS EXCLUSIVE MODE");
            await(() -> load.behind().toMillis() > 200);

            long began = System.nanoTime();
            LoadCounts counts = load.stop();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
            other.rollback();
            assertThat(count("SELECT count(*) FROM seen")).isEqualTo(counts.changes());
        }
    }

    @Test
    void aSecondLoadGoesOnWhereTheFirstStopped() throws SQLException {
        for (int run = 0; run < 2; run++) {
            try (PowerLoad load = PowerLoad.start(source, PROFILE, 3_000, Instant.now())) {
                await(() -> load.counts().changes() >= 1_000);
                load.stop();
            }
        }

        // Good readings stay consistent, and each of a user's meters goes on: no two readings start at the same place,
        // save the meters of readings corrected in between.
        assertThat(count("SELECT count(*) FROM power_consumption WHERE remark IS NULL AND meter_reading_before > 0"))
                .isPositive();
        assertThat(count("SELECT count(*) FROM (SELECT FROM power_consumption WHERE remark IS NULL"
                        + " AND consumption_amount > 0"
                        + " AND meter_reading_after = meter_reading_before + consumption_amount"
                        + " GROUP BY user_id, meter_reading_before HAVING count(*) > 1) t"))
                .isZero();
    }

    /** Triggers note every row change, and the transaction that made it. */
    private static void countRowChanges() throws SQLException {
        execute("""
                DROP TABLE IF EXISTS seen CASCADE;
                CREATE TABLE seen (source_table TEXT, kind TEXT, transaction XID8);
                CREATE OR REPLACE FUNCTION note() RETURNS TRIGGER LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO seen VALUES (TG_TABLE_NAME, TG_OP, pg_current_xact_id());
                    RETURN NULL;
                END $$;
                CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON power_user
                    FOR EACH ROW EXECUTE FUNCTION note();
                CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON power_consumption
                    FOR EACH ROW EXECUTE FUNCTION note();
                """);
    }

    private static String seen(String table, String kind) {
        return "SELECT count(*) FROM seen WHERE source_table = '%s' AND kind = '%s'".formatted(table, kind);
    }

    private static String badReadings() {
        return """
                SELECT count(*) FROM power_consumption WHERE NOT coalesce(
                    consumption_amount BETWEEN 0 AND 99999999 AND consumption_cost BETWEEN 0 AND 99999999
                    AND consumption_date BETWEEN '2000-01-01' AND now() AT TIME ZONE 'Asia/Shanghai' + INTERVAL '1 day'
                    AND user_id IS NOT NULL AND coalesce(
                        abs(meter_reading_after - meter_reading_before - consumption_amount) <= 0.01, true), false)
                """;
    }

    private static String digest() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT md5(string_agg(c::TEXT, ';' ORDER BY consumption_id)) FROM power_consumption c")) {
            row.next();
            return row.getString(1);
        }
    }

    private static long count(String query) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("the condition within %s", PATIENCE)
                    .isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static String schema() throws IOException {
        try (InputStream file = PowerLoadITCase.class.getResourceAsStream("/io/gridhouse/power/source-schema.sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
