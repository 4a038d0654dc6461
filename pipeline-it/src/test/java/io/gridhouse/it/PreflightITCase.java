package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridhouse.console.cli.ExitCode;
import io.gridhouse.console.stack.EmbeddedPostgresServer;
import io.gridhouse.console.stack.PostgresOptions;
import io.gridhouse.power.PowerSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is missing or wrong is said in one line with its remedy before anything starts. */
@ExtendWith(WarehouseExtension.class)
class PreflightITCase {

    @Test
    void whatIsNotReadyAtTheSourceIsNamedWithItsRemedy(Warehouse warehouse) throws Exception {
        String slot = warehouse.name();

        warehouse.sql().execute("ALTER TABLE power_user REPLICA IDENTITY DEFAULT");
        assertNotReady(
                warehouse,
                "Replica identity of public.power_user is not full",
                "run 'gridhouse init' or 'alter table public.power_user replica identity full'");
        warehouse.sql().execute("ALTER TABLE power_user REPLICA IDENTITY FULL");

        warehouse.sql().execute("ALTER TABLE power_user ALTER region_id TYPE bigint");
        assertNotReady(
                warehouse,
                "Column public.power_user.region_id is bigint, but the warehouse reads integer",
                "change the column, or the row type PowerUser");
        warehouse.sql().execute("ALTER TABLE power_user ALTER region_id TYPE integer");

        warehouse.sql().execute("DROP PUBLICATION " + slot);
        assertNotReady(warehouse, "Publication " + slot + " does not exist", "run 'gridhouse init'");
        warehouse.sql().execute("CREATE PUBLICATION " + slot + " FOR TABLE power_user");
        assertNotReady(
                warehouse,
                "Publication " + slot + " does not have table public.power_consumption",
                "run 'gridhouse init'");
        warehouse.sql().execute("ALTER PUBLICATION " + slot + " ADD TABLE power_consumption");

        String role = warehouse.settings().source().user();
        warehouse.sql().execute("REVOKE UPDATE ON gridhouse.read_mark FROM " + role);
        assertNotReady(
                warehouse,
                "Role " + role + " may not write gridhouse.read_mark",
                "'grant select, insert, update on gridhouse.read_mark to " + role + "'");
        warehouse.sql().execute("GRANT UPDATE ON gridhouse.read_mark TO " + role);

        warehouse.sql().execute("SELECT pg_drop_replication_slot('" + slot + "')");
        CommandRun run = run(warehouse, warehouse.flags());
        assertOneLine(run, "Replication slot " + slot + " does not exist", "run 'gridhouse init'");
        assertThat(warehouse.slot("active")).isEqualTo("no slot");
    }

    @Test
    void aSlotThatIsInUseIsLeftToItsJob(Warehouse warehouse) throws Exception {
        PowerJobRun job = warehouse.startStreaming();
        warehouse.awaitEqualToOracleWithoutRestart();
        String server = warehouse.slot("active_pid");

        CommandRun run = run(warehouse, warehouse.flags());

        assertOneLine(
                run,
                "Replication slot %s is in use by the server process %s".formatted(warehouse.name(), server),
                "Stop that job, or give this one its own source.slot");
        assertThatThrownBy(() -> new PowerSetup(warehouse.ownersSettings(), step -> {}).clean())
                .hasMessageContaining(
                        "replication slot \"%s\" is active for PID %s".formatted(warehouse.name(), server))
                .hasMessageContaining("stop the job first, then run 'gridhouse clean' again");
        assertThat(warehouse.slot("active_pid")).isEqualTo(server);
        assertThat(job.restarts()).isZero();
        warehouse.awaitEqualToOracleWithoutRestart();
    }

    @Test
    void aServerThatCannotBeReachedIsNamed(Warehouse warehouse) throws Exception {
        int nobody = freePort();

        assertNotReady(
                warehouse,
                with(warehouse, "source.port", nobody),
                "PostgreSQL (source) at ",
                "does not answer",
                "Check source.host, source.port, source.database, source.user and the password");
        assertNotReady(
                warehouse,
                with(warehouse, "sink.port", nobody),
                "PostgreSQL (sink) at ",
                "does not answer",
                "Check sink.host, sink.port");
        assertNotReady(
                warehouse,
                with(warehouse, "fluss.bootstrap-servers", "127.0.0.1:" + nobody),
                "Fluss at 127.0.0.1:" + nobody + " does not answer",
                "Check fluss.bootstrap-servers, and that Fluss runs");
    }

    @Test
    void aServerThatWritesNoLogicalWalIsNamed(Warehouse warehouse) throws Exception {
        PostgresOptions defaults = PostgresOptions.in(warehouse.folder().resolve("replica"));
        try (EmbeddedPostgresServer replica = EmbeddedPostgresServer.start(new PostgresOptions(
                defaults.home(), 0, Map.of("wal_level", "replica"), false, defaults.binaryCache()))) {
            Map<String, String> flags = with(warehouse, "source.port", replica.port());
            flags.put("source.database", replica.database());
            flags.put("source.user", replica.user());

            CommandRun run = run(warehouse, flags);

            assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_READY);
            assertThat(run.errors())
                    .filteredOn(line -> line.startsWith("wal_level of "))
                    .singleElement()
                    .asString()
                    .contains("is 'replica': set wal_level = logical in postgresql.conf and restart the server");
        }
    }

    @Test
    void aWrongConfigurationIsRefused(Warehouse warehouse) throws Exception {
        assertWrong(
                warehouse,
                with(warehouse, "source.prot", 5432),
                "no option 'source.prot'",
                "Did you mean 'source.port'?");
        assertWrong(
                warehouse,
                with(warehouse, "flink.execution.checkpointing.unaligned.enabled", true),
                "execution.checkpointing.unaligned.enabled",
                "aligned",
                "Remove it");
        Map<String, String> without = new HashMap<>(warehouse.flags());
        without.remove("sink.password");
        assertWrong(warehouse, without, "Setting 'sink.password' is missing", "GRIDHOUSE_SINK_PASSWORD");
        assertThat(warehouse.slot("active")).isEqualTo("f");
    }

    private static void assertNotReady(Warehouse warehouse, String... parts) throws Exception {
        assertNotReady(warehouse, warehouse.flags(), parts);
    }

    private static void assertNotReady(Warehouse warehouse, Map<String, String> flags, String... parts)
            throws Exception {
        assertOneLine(run(warehouse, flags), parts);
        assertThat(warehouse.slot("active")).as("slot's activity").isEqualTo("f");
    }

    private static void assertOneLine(CommandRun run, String... parts) {
        assertThat(run.errors()).as(run.output()).singleElement().asString().contains(parts);
        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_READY);
        assertThat(run.output()).doesNotContain("started");
    }

    private static void assertWrong(Warehouse warehouse, Map<String, String> flags, String... parts) throws Exception {
        CommandRun run = run(warehouse, flags);
        assertThat(run.errors()).as(run.output()).singleElement().asString().contains(parts);
        assertThat(run.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run.output()).doesNotContain("started");
    }

    private static CommandRun run(Warehouse warehouse, Map<String, String> flags) throws Exception {
        return CommandRun.of(warehouse.folder(), flags, "run");
    }

    private static Map<String, String> with(Warehouse warehouse, String option, Object value) {
        Map<String, String> flags = new HashMap<>(warehouse.flags());
        flags.put(option, value.toString());
        return flags;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
