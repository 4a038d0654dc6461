package io.gridhouse.console.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.fluss.client.ConnectionFactory;
import org.apache.fluss.client.admin.Admin;
import org.apache.fluss.client.lookup.Lookuper;
import org.apache.fluss.client.table.Table;
import org.apache.fluss.client.table.writer.UpsertWriter;
import org.apache.fluss.config.ConfigOptions;
import org.apache.fluss.config.Configuration;
import org.apache.fluss.metadata.DatabaseDescriptor;
import org.apache.fluss.metadata.Schema;
import org.apache.fluss.metadata.TableDescriptor;
import org.apache.fluss.metadata.TablePath;
import org.apache.fluss.row.BinaryString;
import org.apache.fluss.row.GenericRow;
import org.apache.fluss.row.InternalRow;
import org.apache.fluss.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // Fluss declares close() throws Exception, which could be an interrupt.
class EmbeddedStackITCase {

    private static final TablePath STATIONS = TablePath.of("grid", "stations");

    @TempDir
    private Path folder;

    @Test
    void rowsAreStillThereAfterARestartOnOtherPorts() throws Exception {
        try (EmbeddedStack stack = stackOn(folder).start()) {
            update(stack, "CREATE TABLE station (id int PRIMARY KEY, name text)");
            update(stack, "INSERT INTO station VALUES (7, 'Nord')");
            createStations(stack);
            upsertStation(stack, 7, "Nord");
        }

        try (EmbeddedStack stack = stackOn(folder).start()) {
            assertThat(query(stack, "SELECT name FROM station WHERE id = 7")).isEqualTo("Nord");
            assertThat(lookupStation(stack, 7)).isEqualTo("Nord");

            upsertStation(stack, 7, "Nord II");
            assertThat(lookupStation(stack, 7)).isEqualTo("Nord II");
        }
    }

    @Test
    void aSecondStackOnTheSameFolderIsRefusedAndLeavesTheFirstAlone() throws Exception {
        try (EmbeddedStack first = stackOn(folder).start()) {

            assertThatThrownBy(() -> stackOn(folder).start())
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("pid " + ProcessHandle.current().pid())
                    .hasMessageContaining("another folder");

            assertThat(query(first, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void closingATemporaryStackLeavesNoServerAndNoFolder() throws Exception {
        List<Path> others = libraryFolders();
        EmbeddedStack stack = stack().temporary().start();
        long pid = stack.postgres().pid().orElseThrow();
        assertThat(ProcessHandle.of(pid)).isPresent();

        stack.close();
        stack.close();

        ProcessHandle.of(pid)
                .ifPresent(process ->
                        process.onExit().orTimeout(5, TimeUnit.SECONDS).join());
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(stack.dataDir()).doesNotExist();
        assertThat(libraryFolders()).isSubsetOf(others);
    }

    @Test
    void aFailingPartStopsTheOtherAndSaysWhy() {
        EmbeddedStackBuilder mistyped = stackOn(folder).postgresSettings(Map.of("wal_level", "logicall"));

        assertThatThrownBy(mistyped::start)
                .isInstanceOf(StackException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("logicall");

        try (EmbeddedStack stack = stackOn(folder).start()) {
            assertThat(stack.fluss().bootstrapServers()).isNotBlank();
        }
    }

    @Test
    void takenPortsAreReplacedByFreeOnes() throws Exception {
        try (ServerSocket postgres = listening();
                ServerSocket fluss = listening();
                EmbeddedStack stack = stackOn(folder)
                        .pgPort(postgres.getLocalPort())
                        .flussPort(fluss.getLocalPort())
                        .start()) {

            assertThat(stack.postgres().port()).isNotEqualTo(postgres.getLocalPort());
            assertThat(stack.fluss().bootstrapServers()).isNotEqualTo("127.0.0.1:" + fluss.getLocalPort());
            assertThat(query(stack, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void progressIsReportedThroughTheConsumerOnly() {
        List<String> lines = new ArrayList<>();

        stackOn(folder).progress(lines::add).start().close();

        assertThat(lines)
                .anyMatch(line -> line.startsWith("PostgreSQL runs"))
                .anyMatch(line -> line.startsWith("Fluss runs"))
                .anyMatch(line -> line.startsWith("PostgreSQL stopped"))
                .anyMatch(line -> line.startsWith("Fluss stopped"));
    }

    @Test
    void theHandlerOfUncaughtExceptionsStaysTheCallers() {
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

        stackOn(folder).start().close();

        assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
    }

    private static EmbeddedStackBuilder stackOn(Path folder) {
        return stack().dataDir(folder);
    }

    private static EmbeddedStackBuilder stack() {
        return EmbeddedStack.builder().pgPort(0).flussPort(0);
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static List<Path> libraryFolders() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("rocksdb-lib-"))
                    .toList();
        }
    }

    private static void update(EmbeddedStack stack, String sql) throws SQLException {
        try (Connection connection = connect(stack);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static String query(EmbeddedStack stack, String sql) throws SQLException {
        try (Connection connection = connect(stack);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static Connection connect(EmbeddedStack stack) throws SQLException {
        EmbeddedPostgresServer postgres = stack.postgres();
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private static void createStations(EmbeddedStack stack) throws Exception {
        Schema schema = Schema.newBuilder()
                .column("id", DataTypes.INT())
                .column("name", DataTypes.STRING())
                .primaryKey("id")
                .build();
        try (var connection = ConnectionFactory.createConnection(clientSettings(stack));
                Admin admin = connection.getAdmin()) {
            admin.createDatabase(STATIONS.getDatabaseName(), DatabaseDescriptor.EMPTY, true)
                    .get();
            admin.createTable(
                            STATIONS,
                            TableDescriptor.builder()
                                    .schema(schema)
                                    .distributedBy(1)
                                    .build(),
                            false)
                    .get();
        }
    }

    private static void upsertStation(EmbeddedStack stack, int id, String name) throws Exception {
        try (var connection = ConnectionFactory.createConnection(clientSettings(stack));
                Table table = connection.getTable(STATIONS)) {
            UpsertWriter writer = table.newUpsert().createWriter();
            writer.upsert(GenericRow.of(id, BinaryString.fromString(name)));
            writer.flush();
        }
    }

    private static String lookupStation(EmbeddedStack stack, int id) throws Exception {
        try (var connection = ConnectionFactory.createConnection(clientSettings(stack));
                Table table = connection.getTable(STATIONS)) {
            Lookuper lookuper = table.newLookup().createLookuper();
            InternalRow row =
                    lookuper.lookup(GenericRow.of(id)).get(30, TimeUnit.SECONDS).getSingletonRow();
            return row == null ? null : row.getString(1).toString();
        }
    }

    private static Configuration clientSettings(EmbeddedStack stack) {
        Configuration settings = new Configuration();
        settings.setString(ConfigOptions.BOOTSTRAP_SERVERS.key(), stack.fluss().bootstrapServers());
        settings.set(ConfigOptions.CLIENT_LOOKUP_BATCH_TIMEOUT, Duration.ofMillis(1));
        return settings;
    }
}
