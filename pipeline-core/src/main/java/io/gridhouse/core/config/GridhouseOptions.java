package io.gridhouse.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * The options that every warehouse has. Read from {@code gridhouse.yaml}, the environment and flags, see {@link
 * Settings}.
 */
public final class GridhouseOptions {

    /** Host of the source database. */
    public static final ConfigOption<String> SOURCE_HOST = ConfigOptions.key("source.host")
            .stringType()
            .defaultValue("localhost")
            .withDescription("Source host.");

    /** Port of the source database. */
    public static final ConfigOption<Integer> SOURCE_PORT =
            ConfigOptions.key("source.port").intType().defaultValue(5432).withDescription("Source port.");

    /** Name of the source database. */
    public static final ConfigOption<String> SOURCE_DATABASE =
            ConfigOptions.key("source.database").stringType().noDefaultValue().withDescription("Source database.");

    /** Role that captures: LOGIN REPLICATION, and SELECT on the captured tables. */
    public static final ConfigOption<String> SOURCE_USER = ConfigOptions.key("source.user")
            .stringType()
            .noDefaultValue()
            .withDescription("Role that captures: LOGIN REPLICATION, SELECT on the captured tables.");

    /** Its password. */
    public static final ConfigOption<String> SOURCE_PASSWORD = ConfigOptions.key("source.password")
            .stringType()
            .noDefaultValue()
            .withDescription("Password of source.user.");

    /** A file whose first line is the password. */
    public static final ConfigOption<String> SOURCE_PASSWORD_FILE = ConfigOptions.key("source.password-file")
            .stringType()
            .noDefaultValue()
            .withDescription("File with the password of source.user in its first line.");

    /** Replication slot, one per warehouse. */
    public static final ConfigOption<String> SOURCE_SLOT = ConfigOptions.key("source.slot")
            .stringType()
            .noDefaultValue()
            .withDescription("Replication slot, one per warehouse.");

    /** Publication. */
    public static final ConfigOption<String> SOURCE_PUBLICATION = ConfigOptions.key("source.publication")
            .stringType()
            .noDefaultValue()
            .withDescription("Publication of the captured tables.");

    /** How long changes of the stream wait at most to be handed to the job together. */
    public static final ConfigOption<Duration> SOURCE_POLL_INTERVAL = ConfigOptions.key("source.poll-interval")
            .durationType()
            .defaultValue(Duration.ofMillis(5))
            .withDescription("How long changes wait at most to be handed to the job together: latency against CPU.");

    /** Rows of a snapshot chunk. */
    public static final ConfigOption<Integer> SOURCE_SNAPSHOT_CHUNK = ConfigOptions.key("source.snapshot-chunk-rows")
            .intType()
            .defaultValue(16_384)
            .withDescription("Rows that the snapshot reads with one query.");

    /** Fluss servers. */
    public static final ConfigOption<String> FLUSS_BOOTSTRAP_SERVERS = ConfigOptions.key("fluss.bootstrap-servers")
            .stringType()
            .defaultValue("localhost:9123")
            .withDescription("Fluss servers, host:port, comma-separated.");

    /** Fluss database. */
    public static final ConfigOption<String> FLUSS_DATABASE = ConfigOptions.key("fluss.database")
            .stringType()
            .noDefaultValue()
            .withDescription("Fluss database of the warehouse.");

    /** Buckets of each Fluss table that init creates. */
    public static final ConfigOption<Integer> FLUSS_BUCKETS = ConfigOptions.key("fluss.buckets")
            .intType()
            .defaultValue(1)
            .withDescription("Buckets of each Fluss table that init creates.");

    /** Options of the Fluss client. */
    public static final ConfigOption<Map<String, String>> FLUSS_CLIENT = ConfigOptions.key("fluss.client")
            .mapType()
            .defaultValue(Map.of())
            .withDescription("Options of the Fluss client, by their full names.");

    /** Properties of the Fluss tables that init creates. */
    public static final ConfigOption<Map<String, String>> FLUSS_TABLE = ConfigOptions.key("fluss.table")
            .mapType()
            .defaultValue(Map.of())
            .withDescription("Properties of each Fluss table that init creates, by their full names.");

    /** How long tasks of an earlier attempt may live. */
    public static final ConfigOption<Duration> FLUSS_READ_REPAIR_AFTER = ConfigOptions.key("fluss.read-repair-after")
            .durationType()
            .defaultValue(Duration.ofSeconds(60))
            .withDescription(
                    "Time after a restore at which rows written since are compared with the tables once, and from a"
                            + " failure ahead of the first checkpoint until tables are emptied; longer than Flink's heartbeat.timeout"
                            + " and 10 s.");

    /** Host of the sink database. */
    public static final ConfigOption<String> SINK_HOST = ConfigOptions.key("sink.host")
            .stringType()
            .defaultValue("localhost")
            .withDescription("Sink host.");

    /** Port of the sink database. */
    public static final ConfigOption<Integer> SINK_PORT =
            ConfigOptions.key("sink.port").intType().defaultValue(5432).withDescription("Sink port.");

    /** Name of the sink database. */
    public static final ConfigOption<String> SINK_DATABASE =
            ConfigOptions.key("sink.database").stringType().noDefaultValue().withDescription("Sink database.");

    /** Schema of the sink table. */
    public static final ConfigOption<String> SINK_SCHEMA =
            ConfigOptions.key("sink.schema").stringType().defaultValue("public").withDescription("Sink schema.");

    /** Role that writes the sink table. */
    public static final ConfigOption<String> SINK_USER = ConfigOptions.key("sink.user")
            .stringType()
            .noDefaultValue()
            .withDescription("Role that writes the sink table.");

    /** Its password. */
    public static final ConfigOption<String> SINK_PASSWORD =
            ConfigOptions.key("sink.password").stringType().noDefaultValue().withDescription("Password of sink.user.");

    /** A file whose first line is the password. */
    public static final ConfigOption<String> SINK_PASSWORD_FILE = ConfigOptions.key("sink.password-file")
            .stringType()
            .noDefaultValue()
            .withDescription("File with the password of sink.user in its first line.");

    /** Zone of local times. */
    public static final ConfigOption<String> BUSINESS_ZONE = ConfigOptions.key("warehouse.business-zone")
            .stringType()
            .defaultValue("Asia/Shanghai")
            .withDescription("Zone whose wall clock the source's timestamps show.");

    /** How long a change waits for others to be folded with. */
    public static final ConfigOption<Duration> BUNDLE_INTERVAL = ConfigOptions.key("warehouse.bundle-interval")
            .durationType()
            .defaultValue(Duration.ofMillis(5))
            .withDescription(
                    "Wait of a change for others to be folded with, while few come; rises to 100 ms under load.");

    /** Parallelism of the keyed operators. */
    public static final ConfigOption<Integer> PARALLELISM = ConfigOptions.key("warehouse.parallelism")
            .intType()
            .defaultValue(1)
            .withDescription("Parallelism of the keyed operators.");

    /** Upper bound of the parallelism, fixed for the life of a savepoint. */
    public static final ConfigOption<Integer> MAX_PARALLELISM = ConfigOptions.key("warehouse.max-parallelism")
            .intType()
            .defaultValue(128)
            .withDescription("Upper bound of the parallelism; fixed for the life of a savepoint.");

    /** Time between checkpoints, when Flink's own configuration names none. */
    public static final ConfigOption<Duration> CHECKPOINT_INTERVAL = ConfigOptions.key("warehouse.checkpoint-interval")
            .durationType()
            .defaultValue(Duration.ofSeconds(30))
            .withDescription("Time between checkpoints, when Flink's configuration names none.");

    private GridhouseOptions() {}

    /** All of them, in the order of the documentation. */
    public static List<ConfigOption<?>> all() {
        return List.of(
                SOURCE_HOST,
                SOURCE_PORT,
                SOURCE_DATABASE,
                SOURCE_USER,
                SOURCE_PASSWORD,
                SOURCE_PASSWORD_FILE,
                SOURCE_SLOT,
                SOURCE_PUBLICATION,
                SOURCE_POLL_INTERVAL,
                SOURCE_SNAPSHOT_CHUNK,
                FLUSS_BOOTSTRAP_SERVERS,
                FLUSS_DATABASE,
                FLUSS_BUCKETS,
                FLUSS_CLIENT,
                FLUSS_TABLE,
                FLUSS_READ_REPAIR_AFTER,
                SINK_HOST,
                SINK_PORT,
                SINK_DATABASE,
                SINK_SCHEMA,
                SINK_USER,
                SINK_PASSWORD,
                SINK_PASSWORD_FILE,
                BUSINESS_ZONE,
                BUNDLE_INTERVAL,
                PARALLELISM,
                MAX_PARALLELISM,
                CHECKPOINT_INTERVAL);
    }
}
