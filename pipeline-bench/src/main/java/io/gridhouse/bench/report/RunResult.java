package io.gridhouse.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.gridhouse.bench.peer.Checkpoints;
import io.gridhouse.bench.workload.Step;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One run of a peer through a workload.
 *
 * @param peer its label
 * @param variant the label of the data and the settings
 * @param workload its label
 * @param round from 1
 * @param equal whether everything that the peer keeps equals the oracle at the end
 * @param tables how many tables were compared
 * @param differences what differs, for a person; empty when equal
 * @param peakMemoryMib the most memory that the peer's process had resident so far; 0 for one without a process
 * @param liveHeapMib what a full collection at the end left on the peer's heap; null for one without
 * @param speed how fast a core was meanwhile, steps per microsecond, see {@code MachineSpeed}; null when not measured
 * @param checkpoints since the peer's process started; null for one without
 * @param measured what the workload told
 * @param failure why the run ended early; null when it did not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunResult(
        String peer,
        String variant,
        String workload,
        int round,
        boolean equal,
        int tables,
        List<String> differences,
        double peakMemoryMib,
        Double liveHeapMib,
        Double speed,
        Checkpoints checkpoints,
        Measured measured,
        String failure) {

    /** A run that ended early. */
    public static RunResult failed(String peer, String variant, String workload, int round, String failure) {
        return new RunResult(
                peer, variant, workload, round, false, 0, List.of(), 0, null, null, null, Measured.NOTHING, failure);
    }

    /** True when its numbers count: it came to its end, and the end was right. */
    @JsonIgnore
    public boolean counts() {
        return failure == null && equal;
    }

    /** The greatest rate that the peer kept up with; empty when there is none, or the workload has no rates. */
    @JsonIgnore
    public Optional<Step> best() {
        return best(Step::keptUp);
    }

    /** The greatest rate that is as asked for; empty when there is none, or the workload has no rates. */
    Optional<Step> best(Predicate<Step> which) {
        return measured.steps() == null
                ? Optional.empty()
                : measured.steps().stream().filter(which).max(Comparator.comparingInt(Step::rate));
    }

    /** What was measured at a rate; empty when it was not asked for. */
    Optional<Step> at(int rate) {
        return measured.steps() == null
                ? Optional.empty()
                : measured.steps().stream().filter(step -> step.rate() == rate).findFirst();
    }
}
