package io.gridhouse.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.gridhouse.bench.workload.Drain;
import io.gridhouse.bench.workload.Move;
import io.gridhouse.bench.workload.Step;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One run of a peer through a workload.
 *
 * @param peer its label
 * @param workload its label
 * @param round from 1
 * @param equal whether everything that the peer keeps equals the oracle at the end
 * @param tables how many tables were compared
 * @param differences what differs, for a person; empty when equal
 * @param upSeconds from the start of the peer until the sink shows the history; null when the run ended early
 * @param peakMemoryMib the most memory that the peer's process had resident; 0 for one without a process
 * @param steps of the sustained load; null for other workloads
 * @param drain of the backlog; null for other workloads
 * @param move of a user; null for other workloads
 * @param failure why the run ended early; null when it did not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunResult(
        String peer,
        String workload,
        int round,
        boolean equal,
        int tables,
        List<String> differences,
        Double upSeconds,
        double peakMemoryMib,
        List<Step> steps,
        Drain drain,
        Move move,
        String failure) {

    /** A run that ended early. */
    public static RunResult failed(String peer, String workload, int round, String failure) {
        return new RunResult(peer, workload, round, false, 0, List.of(), null, 0, null, null, null, failure);
    }

    /** True when its numbers count: it came to its end, and the end was right. */
    @JsonIgnore
    public boolean counts() {
        return failure == null && equal;
    }

    /** The greatest rate that was held; empty when none was, or the workload has no rates. */
    @JsonIgnore
    public Optional<Step> best() {
        return steps == null
                ? Optional.empty()
                : steps.stream().filter(Step::held).max(Comparator.comparingInt(Step::rate));
    }
}
