package io.gridhouse.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gridhouse.core.config.Settings;
import io.gridhouse.core.config.SettingsException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.jsonplan.JsonPlanGenerator;
import org.apache.flink.runtime.rest.util.RestMapperUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** What savepoints rely on: the operators of the job's graph, their uids, parallelisms and serializers. */
class PowerGraphTest {

    /** In savepoints of users: a uid that is changed or taken away needs a line in the release notes. */
    private static final List<String> UIDS = List.of(
            "Sink Committer: serve-ads_power_dashboard",
            "capture",
            "capture-router",
            "dashboard",
            "details",
            "details-by-region-hour",
            "details-by-user-day",
            "hours-by-region-day",
            "peak-part",
            "peaks",
            "profiles",
            "quarantine",
            "ranking",
            "reading-gate",
            "readings",
            "readings-by-user",
            "region-days",
            "region-hours",
            "serve-ads_power_dashboard",
            "stats-part",
            "top-part",
            "top-users",
            "user-daily",
            "user-day-totals",
            "user-days-by-region-day",
            "write-ads_power_dashboard",
            "write-dwd_power_consumption_detail",
            "write-dwd_quarantine",
            "write-dws_region_daily_stats",
            "write-dws_region_hourly_stats",
            "write-dws_user_daily_stats",
            "write-dws_user_ranking",
            "write-ods_power_consumption",
            "write-ods_power_user");

    private static Collection<StreamNode> operators(StreamGraph graph) {
        return graph.getStreamNodes();
    }

    @Test
    void everyOperatorHasItsUid() {
        List<String> uids = operators(PowerGraphs.stream(2)).stream()
                .map(node -> String.valueOf(node.getTransformationUID()))
                .toList();

        assertThat(uids).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(UIDS);
    }

    @Test
    void everyOperatorIsNamedAsItsUid() {
        for (StreamNode node : operators(PowerGraphs.stream(2))) {
            String name = node.getOperatorName()
                    .replaceFirst("^Source: ", "")
                    .replaceFirst(": Writer$", "")
                    .replaceFirst("^(.*): Committer$", "Sink Committer: $1");
            assertThat(name).isEqualTo(node.getTransformationUID());
        }
    }

    /** Flink refuses to restore an operator whose maximum parallelism is another one, and chained operators share it. */
    @Test
    void theJobCanBeRescaled() {
        assertThat(maxParallelisms(1)).isEqualTo(maxParallelisms(2)).isEqualTo(maxParallelisms(3));
    }

    private static Map<String, Integer> maxParallelisms(int parallelism) {
        Map<String, Integer> byUid = new TreeMap<>();
        for (JobVertex vertex : PowerGraphs.stream(parallelism).getJobGraph().getVertices()) {
            for (OperatorIDPair operator : vertex.getOperatorIDs()) {
                byUid.put(operator.getUserDefinedOperatorUid(), vertex.getMaxParallelism());
            }
        }
        assertThat(byUid).containsOnlyKeys(UIDS);
        return byUid;
    }

    @Test
    void noStreamUsesGenericTypes() {
        for (StreamNode node : operators(PowerGraphs.stream(1))) {
            for (TypeSerializer<?> input : node.getTypeSerializersIn()) {
                PowerGraphs.requireTyped(node.getTransformationUID(), input);
            }
            if (node.getTypeSerializerOut() != null) {
                PowerGraphs.requireTyped(node.getTransformationUID(), node.getTypeSerializerOut());
            }
            if (node.getStateKeySerializer() != null) {
                PowerGraphs.requireTyped(node.getTransformationUID(), node.getStateKeySerializer());
            }
        }
    }

    @Test
    void thePlansThatFlinkShowsHaveNoPassword() throws Exception {
        StreamGraph graph = PowerGraphs.stream(1);
        String plans = graph.getStreamingPlanAsJSON()
                + RestMapperUtils.getStrictObjectMapper()
                        .writeValueAsString(JsonPlanGenerator.generatePlan(graph.getJobGraph()))
                + graph.getJobGraph().getJobConfiguration();

        assertThat(plans).contains("capture", "serve-ads_power_dashboard").doesNotContain("sesame");
    }

    @Test
    void unalignedCheckpointsAreRefused() {
        Configuration flink = new Configuration();
        flink.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(flink);
        Settings settings = PowerGraphs.settings(1);

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> PowerJob.define(environment, settings))
                .withMessageContaining("'execution.checkpointing.unaligned.enabled' is true")
                .withMessageContaining("Remove it");
    }
}
