package io.gridhouse.core.cdc;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeRouter;
import io.gridhouse.core.change.ChangeTypeInfo;
import io.gridhouse.core.change.TaggedChange;
import io.gridhouse.core.quality.Verdict;
import io.gridhouse.core.table.RowSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.cdc.connectors.base.options.StartupOptions;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfigFactory;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;

/**
 * The changes of several PostgreSQL tables through one replication slot, as one typed stream per table.
 *
 * <p>First the rows that are there (the snapshot), then the changes in the order of their commits. The snapshot is read
 * without back-fill: changes that were committed while it was read are streamed behind it again, so that a row can
 * arrive twice; operators decide by their state. CDC's back-fill would compare a change's WAL position with the
 * snapshot's, and lose the changes of transactions that were open meanwhile.
 */
public final class Capture {

    private static final String SOURCE_UID = "capture";
    private static final String ROUTER_UID = "capture-router";

    /** The slot keeps what this many checkpoints before the last need: a job may go back to a savepoint of then. */
    private static final int CHECKPOINTS_KEPT = 3;

    private final List<CapturedTable<?>> tables;
    private final List<OutputTag<?>> tags;
    private final SingleOutputStreamOperator<Change<?>> routed;

    private Capture(
            List<CapturedTable<?>> tables, List<OutputTag<?>> tags, SingleOutputStreamOperator<Change<?>> routed) {
        this.tables = tables;
        this.tags = tags;
        this.routed = routed;
    }

    /** The uids of the operators that a capture adds. */
    public static List<String> uids() {
        return List.of(SOURCE_UID, ROUTER_UID);
    }

    /**
     * Adds the capture to a job.
     *
     * @param beforeSnapshot what has to be done before the snapshot is read
     */
    public static Capture of(
            StreamExecutionEnvironment environment,
            CaptureOptions options,
            List<CapturedTable<?>> tables,
            BeforeSnapshot beforeSnapshot) {
        List<OutputTag<?>> tags = new ArrayList<>();
        for (CapturedTable<?> table : tables) {
            tags.add(tag(table.tableName(), table.schema()));
        }
        tags.add(tag("unholdable", Verdict.SCHEMA));
        ChangeDeserializer deserializer = new ChangeDeserializer(tables);
        // One subtask: PostgreSQL sends one slot's changes through one connection, in one order. The maximum
        // parallelism stays the job's: an operator that is chained behind the router at parallelism 1, and is not at 2,
        // would have another one in each case, and Flink would refuse the savepoint.
        DataStream<TaggedChange> source = environment
                .fromSource(
                        source(options, tables, deserializer, beforeSnapshot),
                        WatermarkStrategy.noWatermarks(),
                        SOURCE_UID)
                .uid(SOURCE_UID)
                .setParallelism(1);
        @SuppressWarnings({"unchecked", "rawtypes"})
        TypeInformation<Change<?>> unused = (TypeInformation) ChangeTypeInfo.of(Verdict.SCHEMA);
        SingleOutputStreamOperator<Change<?>> routed = source.transform(
                        ROUTER_UID, unused, new ChangeRouter(tags, options.bundleMillis()))
                .uid(ROUTER_UID)
                .setParallelism(1);
        return new Capture(List.copyOf(tables), tags, routed);
    }

    private static <T> OutputTag<Change<T>> tag(String name, RowSchema<T> schema) {
        return new OutputTag<>(name, ChangeTypeInfo.of(schema));
    }

    /** The changes of a table. */
    @SuppressWarnings("unchecked")
    public <T> DataStream<Change<T>> changes(CapturedTable<T> table) {
        return routed.getSideOutput((OutputTag<Change<T>>) tags.get(tables.indexOf(table)));
    }

    /** Verdicts on rows whose values no row type can hold. */
    @SuppressWarnings("unchecked")
    public DataStream<Change<Verdict>> unholdable() {
        return routed.getSideOutput((OutputTag<Change<Verdict>>) tags.get(tables.size()));
    }

    private static Source<TaggedChange, ?, ?> source(
            CaptureOptions options,
            List<CapturedTable<?>> tables,
            ChangeDeserializer deserializer,
            BeforeSnapshot beforeSnapshot) {
        PostgresSourceConfigFactory configuration = new PostgresSourceConfigFactory();
        configuration
                .hostname(options.database().host())
                .port(options.database().port())
                .username(options.database().user())
                .password(options.database().password())
                .tableList(tables.stream().map(CapturedTable::qualifiedName).toArray(String[]::new))
                .startupOptions(StartupOptions.initial())
                .skipSnapshotBackfill(true)
                .splitSize(options.snapshotChunkRows())
                .connectTimeout(Duration.ofSeconds(10))
                .debeziumProperties(debezium(options));
        configuration.database(options.database().database());
        configuration.schemaList(
                tables.stream().map(CapturedTable::schemaName).distinct().toArray(String[]::new));
        configuration.slotName(options.slot());
        configuration.decodingPluginName("pgoutput");
        configuration.setLsnCommitCheckpointsDelay(CHECKPOINTS_KEPT);
        return new CaptureSource(configuration, deserializer, options, tables, beforeSnapshot);
    }

    private static Properties debezium(CaptureOptions options) {
        Properties debezium = new Properties();
        debezium.setProperty("publication.name", options.publication());
        // init creates the publication; the capturing role need not own the tables.
        debezium.setProperty("publication.autocreate.mode", "disabled");
        debezium.setProperty("poll.interval.ms", Long.toString(options.pollMillis()));
        debezium.setProperty("converters", "numeric");
        debezium.setProperty("numeric.type", NumericTextConverter.class.getName());
        debezium.setProperty("time.precision.mode", "adaptive");
        debezium.setProperty("slot.drop.on.stop", "false");
        return debezium;
    }
}
