package io.gridhouse.bench.sql;

import io.gridhouse.core.cdc.BeforeSnapshot;
import io.gridhouse.core.cdc.Capture;
import io.gridhouse.core.cdc.CapturedTable;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.core.config.SettingsException;
import io.gridhouse.core.operator.TopN;
import io.gridhouse.core.quality.Verdict;
import io.gridhouse.power.PowerJob;
import io.gridhouse.power.PowerOptions;
import io.gridhouse.power.PowerTables;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.Row;

/**
 * The power warehouse in Flink SQL: {@code warehouse.sql} over the same capture that the warehouse itself uses, since
 * the SQL source of Flink CDC 3.5 does not link on Flink 2.2. Same parallelism and checkpoints; what else it is
 * given is stated in {@link #configuration}.
 */
final class FlinkSqlPipeline {

    private static final String STATEMENTS = "warehouse.sql";
    private static final String INSERT = "INSERT";

    /** Its better one: without a timeout it lagged at 2,000 changes/s, with this one it did not. */
    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(2);

    private final Settings settings;

    FlinkSqlPipeline(Settings settings) {
        this.settings = settings;
    }

    /** Adds the warehouse to an environment. */
    void define(StreamExecutionEnvironment environment) {
        environment.configure(configuration(settings));
        environment.setParallelism(settings.get(GridhouseOptions.PARALLELISM));
        environment.setMaxParallelism(settings.get(GridhouseOptions.MAX_PARALLELISM));
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        Capture capture = Capture.of(environment, settings.capture(), PowerTables.captured(), BeforeSnapshot.NOTHING);
        source(tables, capture, PowerTables.SOURCE_USER);
        source(tables, capture, PowerTables.SOURCE_CONSUMPTION);
        DataStream<Row> unholdable =
                capture.unholdable().flatMap(new VerdictRows(settings.businessZone()), ChangeRows.type(Verdict.SCHEMA));
        view(
                tables,
                "unholdable",
                unholdable,
                ChangeRows.table(Verdict.SCHEMA, List.of("source_table", "source_key")),
                ChangelogMode.upsert());
        StreamStatementSet inserts = tables.createStatementSet();
        for (String statement : statements()) {
            if (statement.startsWith(INSERT)) {
                inserts.addInsertSql(statement);
            } else {
                tables.executeSql(statement);
            }
        }
        inserts.attachAsDataStream();
    }

    private <T> void source(StreamTableEnvironment tables, Capture capture, CapturedTable<T> table) {
        DataStream<Row> rows = capture.changes(table)
                .flatMap(new ChangeRows<>(table.schema(), settings.businessZone()), ChangeRows.type(table.schema()));
        view(tables, table.tableName(), rows, ChangeRows.table(table.schema(), table.key()), ChangelogMode.all());
    }

    private static void view(
            StreamTableEnvironment tables, String name, DataStream<Row> rows, Schema schema, ChangelogMode mode) {
        tables.createTemporaryView(name, tables.fromChangelogStream(rows, schema, mode));
    }

    /** What Flink is told; anything of it can be replaced by a setting under {@code flink.}. */
    static Configuration configuration(Settings settings) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.get(GridhouseOptions.CHECKPOINT_INTERVAL));
        flink.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
        flink.set(CheckpointingOptions.FS_WRITE_BUFFER_SIZE, PowerJob.CHECKPOINT_BUFFER_BYTES);
        flink.set(ExecutionOptions.SNAPSHOT_COMPRESSION, true);
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        flink.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
        flink.setString("table.local-time-zone", settings.businessZone().getId());
        // Aggregates and joins fold what arrives within so long: less work and fewer changes for what follows. At 50 ms
        // its CPU per change is a quarter higher, and it falls behind faster (docs/benchmarks/README.md).
        flink.setString("table.exec.mini-batch.enabled", "true");
        flink.setString("table.exec.mini-batch.allow-latency", "500 ms");
        flink.setString("table.exec.mini-batch.size", "20000");
        // What several statements read is planned once, and keeps every retraction. By default the planner drops the
        // earlier half of a user's update before the join for user-days, whose count of matches needs it: rows of
        // deleted users are lost.
        flink.setString("table.optimizer.reuse-optimize-block-with-digest-enabled", "true");
        // Corrections come at any time, so no state may expire.
        flink.setString("table.exec.state.ttl", "0");
        flink.addAll(settings.flink());
        return flink;
    }

    private List<String> statements() {
        int limit = PowerOptions.rankingLimit(settings);
        if (limit == TopN.ALL) {
            throw new SettingsException("The peer in Flink SQL needs a number for " + PowerOptions.RANKING_LIMIT.key()
                    + ": its top-N pattern has no 'all'");
        }
        Map<String, String> values = Map.of(
                "${fluss.bootstrap-servers}", settings.fluss().bootstrapServers(),
                "${fluss.database}", settings.fluss().database(),
                "${sink.url}", settings.sink().url() + "?reWriteBatchedInserts=true",
                "${sink.user}", settings.sink().user(),
                "${sink.password}", settings.sink().password(),
                "${ranking.limit}", Integer.toString(limit));
        String text = resource();
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        return Arrays.stream(text.split(";\\R"))
                .map(statement -> statement.replaceAll("(?m)^--.*\\R?", "").strip())
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static String resource() {
        try (InputStream in = FlinkSqlPipeline.class.getResourceAsStream(STATEMENTS)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
