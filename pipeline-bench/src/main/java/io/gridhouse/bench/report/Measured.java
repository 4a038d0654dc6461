package io.gridhouse.bench.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gridhouse.bench.workload.Drain;
import io.gridhouse.bench.workload.Latency;
import io.gridhouse.bench.workload.Move;
import io.gridhouse.bench.workload.Recovery;
import io.gridhouse.bench.workload.SourceLoss;
import io.gridhouse.bench.workload.Steadiness;
import io.gridhouse.bench.workload.Step;
import java.util.List;

/**
 * What one workload told; all parts but that of the workload are null.
 *
 * @param upSeconds from the start of the peer until the sink showed the history
 * @param steps of the sustained load
 * @param typed ages of single changes
 * @param move of a user
 * @param recovery from a broken connection
 * @param source what it lost while being read
 * @param drain of the backlog of while it was stopped
 * @param stall of the backlog of while it stood still
 * @param steadiness of the heap
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Measured(
        Double upSeconds,
        List<Step> steps,
        Latency typed,
        Move move,
        Recovery recovery,
        SourceLoss source,
        Drain drain,
        Drain stall,
        Steadiness steadiness) {

    /** Of a run that ended early. */
    public static final Measured NOTHING = new Measured(null, null, null, null, null, null, null, null, null);

    /** Of the snapshot. */
    public static Measured of(double upSeconds) {
        return new Measured(upSeconds, null, null, null, null, null, null, null, null);
    }

    /** Of the sustained load. */
    public static Measured of(List<Step> steps) {
        return new Measured(null, steps, null, null, null, null, null, null, null);
    }

    /** Of single changes. */
    public static Measured of(Latency typed) {
        return new Measured(null, null, typed, null, null, null, null, null, null);
    }

    /** Of a move. */
    public static Measured of(Move move) {
        return new Measured(null, null, null, move, null, null, null, null, null);
    }

    /** Of a failure. */
    public static Measured of(Recovery recovery) {
        return new Measured(null, null, null, null, recovery, null, null, null, null);
    }

    /** Of the source. */
    public static Measured of(SourceLoss source) {
        return new Measured(null, null, null, null, null, source, null, null, null);
    }

    /** Of a backlog of while the peer stood still. */
    public static Measured ofStall(Drain stall) {
        return new Measured(null, null, null, null, null, null, null, stall, null);
    }

    /** Of a backlog of while the peer was stopped. */
    public static Measured of(Drain drain) {
        return new Measured(null, null, null, null, null, null, drain, null, null);
    }

    /** Of a long even load. */
    public static Measured of(Steadiness steadiness) {
        return new Measured(null, null, null, null, null, null, null, null, steadiness);
    }
}
