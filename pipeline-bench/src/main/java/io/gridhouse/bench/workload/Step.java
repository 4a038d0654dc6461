package io.gridhouse.bench.workload;

/**
 * What was measured at one rate.
 *
 * @param rate changes per second that were asked for
 * @param changesPerSecond that the source committed
 * @param behindMillis how far the load generator was behind its clock at the end
 * @param verdict whether the rate is held, and if not, what gave way
 */
public record Step(
        int rate, double changesPerSecond, Latency latency, CpuShare cpu, long behindMillis, Verdict verdict) {

    /** What a step shows. */
    public enum Verdict {
        /** The peer follows within the bound. */
        HELD,
        /** The peer falls behind. */
        LAGGED,
        /** The source did not commit at the rate: the generator and PostgreSQL reach no more beside the peer. */
        SOURCE_LIMITED
    }

    /** True when the peer keeps up with the rate. */
    public boolean held() {
        return verdict == Verdict.HELD;
    }
}
