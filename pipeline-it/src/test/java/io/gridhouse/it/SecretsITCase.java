package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.console.cli.ExitCode;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Passwords and customers' rows stay where they are used. */
@ExtendWith(WarehouseExtension.class)
class SecretsITCase {

    /** Everything that is logged in this process while it is open, in place of the console. */
    private static final class Log extends AbstractAppender implements AutoCloseable {

        private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        private Log(Level level) {
            super("everything", null, null, true, Property.EMPTY_ARRAY);
            start();
            for (LoggerConfig logger : context.getConfiguration().getLoggers().values()) {
                logger.setLevel(level);
                logger.getAppenders().keySet().forEach(logger::removeAppender);
            }
            context.getConfiguration().getRootLogger().addAppender(this, level, null);
            context.updateLoggers();
        }

        @Override
        public void append(LogEvent event) {
            String thrown = event.getThrown() == null ? "" : " " + event.getThrown();
            lines.add(event.getLoggerName() + " " + event.getMessage().getFormattedMessage() + thrown);
        }

        @Override
        public void close() {
            context.reconfigure();
        }
    }

    @Test
    void noLogHasAPassword(Warehouse warehouse) throws Exception {
        try (Log log = new Log(Level.INFO)) {
            warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10.00, 7.00, '2024-01-31')");
            PowerJobRun job = warehouse.startStreaming();
            warehouse.awaitEqualToOracleWithoutRestart();
            // Connects again.
            job.killTaskManager();
            job.awaitRestartAfter(0);
            warehouse.awaitStreaming();
            warehouse.sql().execute("UPDATE power_consumption SET consumption_amount = 11");
            warehouse.awaitEqualToOracle();

            assertThat(log.lines)
                    .as("lines of the capture")
                    .anyMatch(line -> line.startsWith("org.apache.flink.cdc.connectors.postgres"))
                    .anyMatch(line -> line.startsWith("io.debezium"))
                    .anyMatch(line -> line.startsWith("io.gridhouse.core.cdc"));
            for (String side : new String[] {"source", "sink"}) {
                assertThat(log.lines).noneMatch(line -> line.contains(warehouse.password(side)));
            }
        }
    }

    @Test
    void noLogHasAChangedRow(Warehouse warehouse) throws Exception {
        try (Log log = new Log(Level.INFO)) {
            warehouse.startStreaming();
            warehouse.sql().execute("INSERT INTO power_consumption VALUES (1, 1, 10.00, 7.00, '2024-01-31')");
            warehouse.sql().execute("UPDATE power_consumption SET remark = 'at Mr Li''s'");
            warehouse.sql().execute("DELETE FROM power_consumption");
            warehouse.sql().execute("INSERT INTO power_consumption VALUES (2, 1, 10.00, 7.00, '2024-01-31')");
            warehouse.awaitEqualToOracle();

            assertThat(log.lines)
                    .as("lines of the capture")
                    .anyMatch(line -> line.startsWith("org.apache.flink.cdc"))
                    .noneMatch(line -> line.contains("SourceRecord{") || line.contains("Mr Li"));
        }
    }

    @Test
    void thePrintedConfigurationHasNoPassword(Warehouse warehouse) throws Exception {
        CommandRun run = CommandRun.of(warehouse.folder(), warehouse.flags(), "run", "--print-config");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(run.output())
                .contains("source.password: ******", "sink.password: ******", "source.user: ")
                .doesNotContain(warehouse.password("source"), warehouse.password("sink"));
        assertThat(run.errors()).isEmpty();
    }
}
