package io.gridhouse.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Graphs of the job as {@link PowerJob} defines it; nothing is connected to. */
final class PowerGraphs {

    /** Where no server runs; a graph needs none. */
    static final Map<String, String> SETTINGS = Map.of(
            "source.user", "capturer",
            "source.password", "source-sesame",
            "sink.user", "writer",
            "sink.password", "sink-sesame");

    private PowerGraphs() {}

    static Settings settings(int parallelism) {
        Map<String, String> flags = new HashMap<>(SETTINGS);
        flags.put("warehouse.parallelism", Integer.toString(parallelism));
        return PowerOptions.read(null, Map.of(), flags);
    }

    private static StreamExecutionEnvironment environment(int parallelism) {
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(new Configuration());
        PowerJob.define(environment, settings(parallelism));
        return environment;
    }

    static StreamGraph stream(int parallelism) {
        return environment(parallelism).getStreamGraph();
    }

    static List<Transformation<?>> transformations() {
        return environment(1).getTransformations();
    }

    /** Fails when a serializer, or one inside it, guesses at fields. */
    static void requireTyped(String where, TypeSerializer<?> serializer) {
        if (serializer instanceof MapSerializer<?, ?> map) {
            requireTyped(where, map.getKeySerializer());
            requireTyped(where, map.getValueSerializer());
            return;
        }
        if (serializer instanceof ListSerializer<?> list) {
            requireTyped(where, list.getElementSerializer());
            return;
        }
        if (serializer instanceof TupleSerializer<?> tuple) {
            for (TypeSerializer<?> field : tuple.getFieldSerializers()) {
                requireTyped(where, field);
            }
            return;
        }
        // There are Kryo's, and those that find the fields of a class by reflection.
        assertThat(serializer.getClass().getName())
                .as("serializer of %s", where)
                .doesNotStartWith("org.apache.flink.api.java.typeutils.runtime.");
    }
}
