package io.gridhouse.it.containers;

import io.gridhouse.power.PowerLayer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** In how many jobs a warehouse runs: what {@code flink run} is given after the jar, once per job. */
enum Topology {
    /** One job from the source to the sink. */
    SINGLE(List.of(List.of("power"))),

    /** One job per layer. */
    LAYERED(Arrays.stream(PowerLayer.values())
            .map(layer -> List.of("power", "--layers", layer.name().toLowerCase(Locale.ROOT)))
            .toList());

    private final List<List<String>> jobs;

    Topology(List<List<String>> jobs) {
        this.jobs = jobs;
    }

    /** The first arguments of each job, the one that captures first, the one that serves last. */
    List<List<String>> jobs() {
        return jobs;
    }

    /** The number of jobs of the topology that has most. */
    static int mostJobs() {
        return Arrays.stream(values())
                .mapToInt(topology -> topology.jobs().size())
                .max()
                .orElseThrow();
    }
}
