package io.gridhouse.core.cdc;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.slf4j.LoggerFactory;

/**
 * Silences the one logger of Flink CDC 3.5.0 that prints the source's password (FLINK-38685), in every process that
 * reads the source and whatever its log configuration says. Goes away with the CDC release that mends it.
 */
final class SecretLogger {

    private static final String PRINTS_PASSWORD =
            "org.apache.flink.cdc.connectors.postgres.source.fetch.PostgresSourceFetchTaskContext";

    private SecretLogger() {}

    /** Raises that logger's level above what prints the password. */
    static void silence() {
        // Flink logs through Log4j 2; with another back end its own configuration has to do this, as the guide says.
        if (LoggerFactory.getILoggerFactory().getClass().getName().startsWith("org.apache.logging")) {
            Configurator.setLevel(PRINTS_PASSWORD, Level.WARN);
        }
    }
}
