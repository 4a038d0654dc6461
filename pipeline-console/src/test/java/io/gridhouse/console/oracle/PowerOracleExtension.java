package io.gridhouse.console.oracle;

import io.gridhouse.console.stack.EmbeddedPostgresServer;
import io.gridhouse.console.stack.PostgresOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A PostgreSQL server for the cases of one class, set up like a source that changes are captured
 * from and that keeps commit times. The default order of its database is that of a language
 * (pinyin), so that a byte order has to be asked for. Sessions are closed after each test.
 */
final class PowerOracleExtension implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final String DATABASE = "pinyin";

    private Path home;
    private EmbeddedPostgresServer postgres;
    private PowerOracleSession source;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, SQLException {
        home = Files.createTempDirectory("gridhouse-oracle-");
        postgres = server(home, "on");
        createDatabase(postgres);
    }

    /** A server of its own, for cases that need other settings or a restart. */
    static EmbeddedPostgresServer server(Path home, String trackCommitTimestamp) {
        return EmbeddedPostgresServer.start(new PostgresOptions(
                home,
                0,
                Map.of("track_commit_timestamp", trackCommitTimestamp),
                false,
                PostgresOptions.defaultBinaryCache()));
    }

    /** Creates the database that {@link #connect} opens. */
    static void createDatabase(EmbeddedPostgresServer server) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE "
                    + DATABASE
                    + " TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE"
                    + " 'zh-CN' LOCALE 'C'");
        }
    }

    static Connection connect(EmbeddedPostgresServer server) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + DATABASE,
                server.user(),
                server.password());
    }

    /** A session with default settings on empty source tables. */
    PowerOracleSession emptySource() throws SQLException {
        source = anotherSession();
        source.execute("TRUNCATE power_user, power_consumption");
        return source;
    }

    /** One more session on the same tables, which the caller closes. */
    PowerOracleSession anotherSession() throws SQLException {
        return PowerOracleSession.open(connect(postgres));
    }

    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        if (source != null) {
            source.close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        postgres.close();
        List<Path> leftovers;
        try (Stream<Path> files = Files.walk(home)) {
            leftovers = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path leftover : leftovers) {
            Files.delete(leftover);
        }
    }
}
