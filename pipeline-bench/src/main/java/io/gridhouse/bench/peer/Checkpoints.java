package io.gridhouse.bench.peer;

import io.gridhouse.console.run.FlinkRest.CheckpointStatistics;
import java.util.Comparator;
import java.util.List;

/**
 * How the checkpoints of a peer's jobs went.
 *
 * @param completed of all jobs
 * @param failed of all jobs
 * @param medianMillis median time from trigger to end, of the slowest job
 * @param greatestMillis the longest of all
 * @param stateMib size of the last completed checkpoints of all jobs together, MiB
 */
public record Checkpoints(long completed, long failed, double medianMillis, double greatestMillis, double stateMib) {

    private static final double BYTES_PER_MIB = 1 << 20;

    /** Of the jobs of one peer. */
    static Checkpoints of(List<CheckpointStatistics> jobs) {
        return new Checkpoints(
                jobs.stream().mapToLong(CheckpointStatistics::completed).sum(),
                jobs.stream().mapToLong(CheckpointStatistics::failed).sum(),
                greatest(jobs, Comparator.comparingDouble(CheckpointStatistics::medianMillis))
                        .medianMillis(),
                greatest(jobs, Comparator.comparingDouble(CheckpointStatistics::greatestMillis))
                        .greatestMillis(),
                jobs.stream().mapToLong(CheckpointStatistics::stateBytes).sum() / BYTES_PER_MIB);
    }

    private static CheckpointStatistics greatest(
            List<CheckpointStatistics> jobs, Comparator<CheckpointStatistics> order) {
        return jobs.stream().max(order).orElseThrow(() -> new IllegalStateException("The peer's cluster has no job"));
    }
}
