package io.gridhouse.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gridhouse.core.cdc.CaptureOptions;
import io.gridhouse.core.fluss.FlussOptions;
import io.gridhouse.core.jdbc.PostgresOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

    /** A value of each option that is not its default, as it is written and as it is read. */
    private record Given(String written, Object read) {}

    private static final Map<ConfigOption<?>, Given> GIVEN = new LinkedHashMap<>();

    static {
        GIVEN.put(GridhouseOptions.SOURCE_HOST, new Given("pg1", "pg1"));
        GIVEN.put(GridhouseOptions.SOURCE_PORT, new Given("6543", 6543));
        GIVEN.put(GridhouseOptions.SOURCE_DATABASE, new Given("grid", "grid"));
        GIVEN.put(GridhouseOptions.SOURCE_USER, new Given("reader", "reader"));
        GIVEN.put(GridhouseOptions.SOURCE_PASSWORD, new Given("hush1", "hush1"));
        GIVEN.put(GridhouseOptions.SOURCE_PASSWORD_FILE, new Given("/run/source", "/run/source"));
        GIVEN.put(GridhouseOptions.SOURCE_SLOT, new Given("slot1", "slot1"));
        GIVEN.put(GridhouseOptions.SOURCE_PUBLICATION, new Given("pub1", "pub1"));
        GIVEN.put(GridhouseOptions.SOURCE_POLL_INTERVAL, new Given("20 ms", Duration.ofMillis(20)));
        GIVEN.put(GridhouseOptions.SOURCE_SNAPSHOT_CHUNK, new Given("99", 99));
        GIVEN.put(GridhouseOptions.FLUSS_BOOTSTRAP_SERVERS, new Given("f1:9123", "f1:9123"));
        GIVEN.put(GridhouseOptions.FLUSS_DATABASE, new Given("lake", "lake"));
        GIVEN.put(GridhouseOptions.FLUSS_BUCKETS, new Given("4", 4));
        GIVEN.put(GridhouseOptions.FLUSS_CLIENT, new Given("a.b:1,c:2", Map.of("a.b", "1", "c", "2")));
        GIVEN.put(GridhouseOptions.FLUSS_TABLE, new Given("table.log.ttl:1 d", Map.of("table.log.ttl", "1 d")));
        GIVEN.put(GridhouseOptions.FLUSS_READ_REPAIR_AFTER, new Given("90 s", Duration.ofSeconds(90)));
        GIVEN.put(GridhouseOptions.SINK_HOST, new Given("pg2", "pg2"));
        GIVEN.put(GridhouseOptions.SINK_PORT, new Given("6544", 6544));
        GIVEN.put(GridhouseOptions.SINK_DATABASE, new Given("serve", "serve"));
        GIVEN.put(GridhouseOptions.SINK_SCHEMA, new Given("ads", "ads"));
        GIVEN.put(GridhouseOptions.SINK_USER, new Given("writer", "writer"));
        GIVEN.put(GridhouseOptions.SINK_PASSWORD, new Given("hush2", "hush2"));
        GIVEN.put(GridhouseOptions.SINK_PASSWORD_FILE, new Given("/run/sink", "/run/sink"));
        GIVEN.put(GridhouseOptions.BUSINESS_ZONE, new Given("Europe/Berlin", "Europe/Berlin"));
        GIVEN.put(GridhouseOptions.BUNDLE_INTERVAL, new Given("50 ms", Duration.ofMillis(50)));
        GIVEN.put(GridhouseOptions.PARALLELISM, new Given("3", 3));
        GIVEN.put(GridhouseOptions.MAX_PARALLELISM, new Given("64", 64));
        GIVEN.put(GridhouseOptions.CHECKPOINT_INTERVAL, new Given("7 s", Duration.ofSeconds(7)));
    }

    @TempDir
    private Path folder;

    private static List<ConfigOption<?>> options() {
        return GridhouseOptions.all();
    }

    private Path yaml(String text) throws IOException {
        return Files.writeString(folder.resolve("gridhouse.yaml"), text);
    }

    private static Settings flags(String... keysAndValues) {
        Map<String, String> flags = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            flags.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Settings.read(options(), null, Map.of(), flags);
    }

    private static String variable(ConfigOption<?> option) {
        return "GRIDHOUSE_" + option.key().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    static Stream<ConfigOption<?>> everyOption() {
        return options().stream();
    }

    @Test
    void defaults() {
        Settings settings = flags();

        assertThat(settings.get(GridhouseOptions.SOURCE_HOST)).isEqualTo("localhost");
        assertThat(settings.get(GridhouseOptions.SOURCE_PORT)).isEqualTo(5432);
        assertThat(settings.get(GridhouseOptions.SOURCE_POLL_INTERVAL)).isEqualTo(Duration.ofMillis(5));
        assertThat(settings.get(GridhouseOptions.SOURCE_SNAPSHOT_CHUNK)).isEqualTo(16_384);
        assertThat(settings.get(GridhouseOptions.FLUSS_BOOTSTRAP_SERVERS)).isEqualTo("localhost:9123");
        assertThat(settings.get(GridhouseOptions.FLUSS_BUCKETS)).isEqualTo(1);
        assertThat(settings.get(GridhouseOptions.FLUSS_CLIENT)).isEmpty();
        assertThat(settings.get(GridhouseOptions.SINK_HOST)).isEqualTo("localhost");
        assertThat(settings.get(GridhouseOptions.SINK_PORT)).isEqualTo(5432);
        assertThat(settings.get(GridhouseOptions.SINK_SCHEMA)).isEqualTo("public");
        assertThat(settings.businessZone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(settings.get(GridhouseOptions.BUNDLE_INTERVAL)).isEqualTo(Duration.ofMillis(5));
        assertThat(settings.get(GridhouseOptions.PARALLELISM)).isEqualTo(1);
        assertThat(settings.get(GridhouseOptions.MAX_PARALLELISM)).isEqualTo(128);
        assertThat(settings.get(GridhouseOptions.CHECKPOINT_INTERVAL)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.flink().toMap()).isEmpty();
    }

    @Test
    void everyOptionIsTested() {
        assertThat(GIVEN.keySet()).containsExactlyElementsOf(options());
    }

    @ParameterizedTest
    @MethodSource("everyOption")
    void anOptionIsReadFromTheFile(ConfigOption<?> option) throws Exception {
        Given given = GIVEN.get(option);
        Path file = yaml(option.key() + ": \"" + given.written() + "\"\n");

        assertThat(Settings.read(options(), file, Map.of(), Map.of()).get(option))
                .isEqualTo(given.read());
    }

    @ParameterizedTest
    @MethodSource("everyOption")
    void anOptionIsReadFromTheEnvironment(ConfigOption<?> option) {
        Given given = GIVEN.get(option);
        Map<String, String> environment = Map.of(variable(option), given.written(), "PATH", "/bin");

        assertThat(Settings.read(options(), null, environment, Map.of()).get(option))
                .isEqualTo(given.read());
    }

    @ParameterizedTest
    @MethodSource("everyOption")
    void anOptionIsReadFromAFlag(ConfigOption<?> option) {
        Given given = GIVEN.get(option);

        assertThat(flags(option.key(), given.written()).get(option)).isEqualTo(given.read());
    }

    @Test
    void aFileMayBeNested() throws Exception {
        Path file = yaml("""
                source:
                  host: pg1
                  port: 6543
                fluss:
                  client:
                    client.writer.batch-size: 1mb
                flink:
                  state.backend.type: rocksdb
                """);

        Settings settings = Settings.read(options(), file, Map.of(), Map.of());

        assertThat(settings.get(GridhouseOptions.SOURCE_HOST)).isEqualTo("pg1");
        assertThat(settings.get(GridhouseOptions.SOURCE_PORT)).isEqualTo(6543);
        assertThat(settings.get(GridhouseOptions.FLUSS_CLIENT)).isEqualTo(Map.of("client.writer.batch-size", "1mb"));
        assertThat(settings.flink().toMap()).isEqualTo(Map.of("state.backend.type", "rocksdb"));
    }

    @Test
    void theEnvironmentBeatsTheFileAndAFlagBeatsBoth() throws Exception {
        Path file = yaml("source.host: file\nsource.user: file\nsource.slot: file\n");
        Map<String, String> environment =
                Map.of("GRIDHOUSE_SOURCE_USER", "environment", "GRIDHOUSE_SOURCE_SLOT", "environment");

        Settings settings = Settings.read(options(), file, environment, Map.of("source.slot", "flag"));

        assertThat(settings.get(GridhouseOptions.SOURCE_HOST)).isEqualTo("file");
        assertThat(settings.get(GridhouseOptions.SOURCE_USER)).isEqualTo("environment");
        assertThat(settings.get(GridhouseOptions.SOURCE_SLOT)).isEqualTo("flag");
    }

    @Test
    void anUnknownKeyNamesWhereItStandsAndTheNearestOption() throws Exception {
        Path file = yaml("source:\n  hots: pg1\n");

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.read(options(), file, Map.of(), Map.of()))
                .withMessage(file + ": there is no option 'source.hots'. Did you mean 'source.host'?");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> flags("warehouse.paralelism", "2"))
                .withMessage("flag --warehouse.paralelism: there is no option 'warehouse.paralelism'."
                        + " Did you mean 'warehouse.parallelism'?");
    }

    @Test
    void aWrongValueIsNamedWithItsOption() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> flags("source.port", "many"))
                .withMessageContaining("Setting 'source.port' can't be 'many'");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> flags("warehouse.bundle-interval", "soon"))
                .withMessageContaining("Setting 'warehouse.bundle-interval' can't be 'soon'");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(
                        () -> flags("warehouse.business-zone", "Mars/Olympus").businessZone())
                .withMessageContaining("'Mars/Olympus'");
    }

    @Test
    void aMissingSettingSaysWhereToSetIt() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> flags().get(GridhouseOptions.SOURCE_DATABASE))
                .withMessage("Setting 'source.database' is missing. Set it in gridhouse.yaml, as --source.database,"
                        + " or in the environment as GRIDHOUSE_SOURCE_DATABASE");
    }

    @Test
    void aFileThatIsMissingOrNoYamlIsNamed() throws Exception {
        Path broken = yaml("source: [unclosed\n");

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.read(options(), folder.resolve("no.yaml"), Map.of(), Map.of()))
                .withMessageContaining("no.yaml does not exist or can't be read");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.read(options(), broken, Map.of(), Map.of()))
                .withMessageContaining("is no YAML");
    }

    @Test
    void aPasswordIsTheFirstLineOfItsFile() throws Exception {
        Path secret = Files.writeString(folder.resolve("password"), "hush\nnot this\n");

        Settings settings =
                flags("source.database", "grid", "source.user", "reader", "source.password-file", secret.toString());

        assertThat(settings.source())
                .isEqualTo(new PostgresOptions("localhost", 5432, "grid", "public", "reader", "hush"));
    }

    @Test
    void aPasswordFileThatCannotBeReadIsNamed() {
        Settings settings =
                flags("source.database", "grid", "source.user", "reader", "source.password-file", "/no/such/file");

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(settings::source)
                .withMessageContaining("'source.password-file'")
                .withMessageContaining("/no/such/file");
    }

    @Test
    void thePartsOfAWarehouseAreMadeOfTheirOptions() {
        Map<String, String> all = new HashMap<>();
        GIVEN.forEach((option, given) -> all.put(option.key(), given.written()));
        all.remove("source.password-file");
        all.remove("sink.password-file");

        Settings settings = Settings.read(options(), null, Map.of(), all);

        PostgresOptions source = new PostgresOptions("pg1", 6543, "grid", "public", "reader", "hush1");
        assertThat(settings.capture()).isEqualTo(new CaptureOptions(source, "slot1", "pub1", 20, 50, 99));
        assertThat(settings.sink()).isEqualTo(new PostgresOptions("pg2", 6544, "serve", "ads", "writer", "hush2"));
        assertThat(settings.fluss()).isEqualTo(new FlussOptions("f1:9123", "lake", Map.of("a.b", "1", "c", "2")));
        assertThat(settings.businessZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    }

    @Test
    void secretsAreMaskedWhereverTheyStand() {
        String printed = flags(
                        "source.password", "hush1",
                        "sink.password", "hush2",
                        "source.user", "reader",
                        "fluss.client.client.security.sasl.password", "hush3",
                        "fluss.client.client.writer.retries", "7",
                        "flink.s3.secret-key", "hush4",
                        "flink.state.backend.type", "rocksdb")
                .print();

        assertThat(printed)
                .doesNotContain("hush")
                .contains("source.password: ******\n", "sink.password: ******\n", "flink.s3.secret-key: ******\n")
                .contains("client.security.sasl.password", "client.writer.retries")
                .contains("source.user: reader\n", "source.host: localhost\n", "flink.state.backend.type: rocksdb\n");
    }
}
