package io.gridhouse.console.oracle;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.sql.SQLException;

/**
 * A PostgreSQL server for the cases of one class, set up like a source that changes are captured
 * from and that keeps commit times. Its default order is that of a language (pinyin), so that a
 * byte order has to be asked for. Sessions are closed after each test.
 */
final class PowerOracleExtension implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private EmbeddedPostgres postgres;
    private PowerOracleSession source;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        postgres = server("on").start();
    }

    /** A server of its own, for cases that need other settings or a restart. */
    static EmbeddedPostgres.Builder server(String trackCommitTimestamp) {
        return EmbeddedPostgres.builder()
                .setLocaleConfig("locale-provider", "icu")
                .setLocaleConfig("icu-locale", "zh-CN")
                .setServerConfig("wal_level", "logical")
                .setServerConfig("track_commit_timestamp", trackCommitTimestamp);
    }

    /** A session with default settings on empty source tables. */
    PowerOracleSession emptySource() throws SQLException {
        source = anotherSession();
        source.execute("TRUNCATE power_user, power_consumption");
        return source;
    }

    /** One more session on the same tables, which the caller closes. */
    PowerOracleSession anotherSession() throws SQLException {
        return PowerOracleSession.open(postgres.getPostgresDatabase().getConnection());
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
    }
}
