package io.gridhouse.console.cli;

import io.gridhouse.core.config.Settings;
import io.gridhouse.core.jdbc.PostgresOptions;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections for generated data. */
public final class SourceConnections {

    private SourceConnections() {}

    /** To the source that the settings name, with its capturing role. */
    public static DataSource of(Settings settings) {
        PostgresOptions options = settings.source();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {options.host()});
        source.setPortNumbers(new int[] {options.port()});
        source.setDatabaseName(options.database());
        source.setUser(options.user());
        source.setPassword(options.password());
        return source;
    }
}
