package io.gridhouse.console.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresServerITCase {

    @TempDir
    private Path home;

    @Test
    void startsReadyForChangeDataCapture() throws SQLException {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(PostgresOptions.in(home))) {

            assertThat(setting(server, "wal_level")).isEqualTo("logical");
            assertThat(setting(server, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(server, "max_replication_slots")).isEqualTo("20");
            assertThat(setting(server, "fsync")).isEqualTo("off");
            assertThat(setting(server, "server_version")).startsWith("17");
            assertThat(server.logFile()).isNotEmptyFile();
        }
    }

    @Test
    void settingsCanBeReplacedAndDurabilityAskedFor() throws SQLException {
        Map<String, String> settings = Map.of("wal_level", "replica", "application_name", "it's a test");
        PostgresOptions options = new PostgresOptions(home, 0, settings, true, PostgresOptions.defaultBinaryCache());

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(options)) {
            assertThat(setting(server, "wal_level")).isEqualTo("replica");
            assertThat(setting(server, "fsync")).isEqualTo("on");
        }
    }

    @Test
    void aFolderWhoseServerIsAliveIsRefusedWithFolderAndPid() {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(PostgresOptions.in(home))) {

            assertThatThrownBy(() -> EmbeddedPostgresServer.start(PostgresOptions.in(home)))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining(home.resolve("data").toString())
                    .hasMessageContaining("pid " + server.pid().orElseThrow());
        }
    }

    @Test
    void startsAfterTheServerWasKilled() throws SQLException {
        EmbeddedPostgresServer killed = EmbeddedPostgresServer.start(PostgresOptions.in(home));
        ProcessHandle process = ProcessHandle.of(killed.pid().orElseThrow()).orElseThrow();
        process.destroyForcibly();
        process.onExit().orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(pidFile()).exists();

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(PostgresOptions.in(home))) {
            assertThat(setting(server, "wal_level")).isEqualTo("logical");
        }
    }

    @Test
    void startsWhenTheRecordedPidNowBelongsToAnotherProgram() throws Exception {
        EmbeddedPostgresServer.start(PostgresOptions.in(home)).close();
        Files.writeString(
                pidFile(), ProcessHandle.current().pid() + "\n" + home.resolve("data") + "\n1700000000\n5432\n\n\n");

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(PostgresOptions.in(home))) {
            assertThat(setting(server, "wal_level")).isEqualTo("logical");
        }
    }

    @Test
    void aClusterWhoseMakingWasInterruptedIsMadeAgain() throws Exception {
        Files.createDirectories(home.resolve("data"));
        Files.writeString(home.resolve("data").resolve("PG_VERSION"), "17");
        Files.writeString(home.resolve("initdb-unfinished"), "");

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(PostgresOptions.in(home))) {
            assertThat(setting(server, "wal_level")).isEqualTo("logical");
        }
    }

    @Test
    void rejectsSettingNamesThatAreNone() {
        assertThatThrownBy(() -> new PostgresOptions(home, 0, Map.of("a b", "c"), false, home))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a b'");
    }

    private Path pidFile() {
        return home.resolve("data").resolve("postmaster.pid");
    }

    private static String setting(EmbeddedPostgresServer server, String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
