package io.gridhouse.it.containers;

import java.util.Arrays;
import java.util.List;

/** In how many jobs a warehouse runs: what {@code flink run} is given after the jar, once per job. */
enum Topology {
    /** One job from the source to the sink. */
    SINGLE(List.of("power"));

    private final List<String> jobs;

    Topology(List<String> jobs) {
        this.jobs = jobs;
    }

    /** The first argument of each job, the one that captures first. */
    List<String> jobs() {
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
