package io.gridhouse.core.fluss;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.ChangeRouter;
import io.gridhouse.core.change.ChangeTypeInfo;
import io.gridhouse.core.change.TaggedChange;
import io.gridhouse.core.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;
import org.apache.fluss.client.initializer.OffsetsInitializer;
import org.apache.fluss.flink.source.FlussSource;

/**
 * The rows of several Fluss tables, then their changes, as one typed stream per table: upserts without a row before, and
 * deletions. One subtask numbers them all, as the capture does for the source's, so that the operators behind it see the
 * same order of everything. Readers have one subtask too, at any parallelism of the job: more would meet at that one
 * anyway, and a reader that is chained with it at one parallelism only would inherit its maximum parallelism there.
 *
 * <p>A reader's position is the offset in each bucket's log, which is part of the job's checkpoints. A table's writer may be
 * stopped, restored and rescaled meanwhile; what it then writes again arrives again.
 */
public final class FlussTableSource {

    private static final String ROUTER_UID = "router";

    private final List<TableSpec<?>> tables;
    private final List<OutputTag<?>> tags;
    private final SingleOutputStreamOperator<Change<?>> routed;

    private FlussTableSource(
            List<TableSpec<?>> tables, List<OutputTag<?>> tags, SingleOutputStreamOperator<Change<?>> routed) {
        this.tables = tables;
        this.tags = tags;
        this.routed = routed;
    }

    /** The uids of the operators that a source of these tables adds. */
    public static List<String> uids(List<TableSpec<?>> tables) {
        List<String> uids = new ArrayList<>();
        tables.forEach(table -> uids.add(uid(table)));
        uids.add(ROUTER_UID);
        return uids;
    }

    private static String uid(TableSpec<?> table) {
        return "read-" + table.name();
    }

    /**
     * Adds the readers of tables to a job; it needs Fluss for that.
     *
     * @param tables at least one
     * @param bundleMillis longest time that a change waits for others to be folded with, milliseconds
     */
    public static FlussTableSource of(
            StreamExecutionEnvironment environment,
            FlussOptions options,
            List<TableSpec<?>> tables,
            long bundleMillis) {
        List<OutputTag<?>> tags = new ArrayList<>();
        DataStream<TaggedChange> all = null;
        for (int i = 0; i < tables.size(); i++) {
            TableSpec<?> table = tables.get(i);
            tags.add(tag(table));
            DataStream<TaggedChange> changes = environment
                    .fromSource(source(options, tables, i, table), WatermarkStrategy.noWatermarks(), uid(table))
                    .uid(uid(table))
                    .setParallelism(1)
                    .setMaxParallelism(1);
            all = all == null ? changes : all.union(changes);
        }
        @SuppressWarnings({"unchecked", "rawtypes"})
        TypeInformation<Change<?>> unused =
                (TypeInformation) ChangeTypeInfo.of(tables.get(0).schema());
        SingleOutputStreamOperator<Change<?>> routed = all.transform(
                        ROUTER_UID, unused, new ChangeRouter(tags, bundleMillis))
                .uid(ROUTER_UID)
                .setParallelism(1)
                .setMaxParallelism(1);
        return new FlussTableSource(List.copyOf(tables), tags, routed);
    }

    private static <T> OutputTag<Change<T>> tag(TableSpec<T> table) {
        return new OutputTag<>(table.name(), ChangeTypeInfo.of(table.schema()));
    }

    private static <T> FlussSource<TaggedChange> source(
            FlussOptions options, List<TableSpec<?>> tables, int index, TableSpec<T> table) {
        return FlussSource.<TaggedChange>builder()
                .setBootstrapServers(options.bootstrapServers())
                .setDatabase(options.database())
                .setTable(table.name())
                .setStartingOffsets(OffsetsInitializer.full())
                .setFlussConfig(options.configuration())
                .setDeserializationSchema(new ChangelogDeserializer<>(options, tables, index, table))
                .build();
    }

    /** The rows of a table, then its changes. */
    @SuppressWarnings("unchecked")
    public <T> DataStream<Change<T>> changes(TableSpec<T> table) {
        return routed.getSideOutput((OutputTag<Change<T>>) tags.get(tables.indexOf(table)));
    }
}
