package io.gridhouse.bench.workload;

/**
 * What was measured at one rate.
 *
 * @param rate changes per second that were asked for
 * @param changesPerSecond that the source committed
 * @param growth seconds by which the age of changes grew per second: from the median of the measured time's first half to
 *     that of its second one. Below 0 when it fell
 * @param cores that all parts together took, those of the load too
 * @param behindMillis how far the load generator was behind its clock at the end
 * @param verdict whether the rate is held, and if not, what gave way
 */
public record Step(
        int rate,
        double changesPerSecond,
        Latency latency,
        double growth,
        CpuShare cpu,
        double cores,
        long behindMillis,
        Verdict verdict) {

    /** What a step shows. */
    public enum Verdict {
        /** The peer keeps up, and 99 % of the changes are shown within the bound. */
        HELD,
        /** The peer keeps up, and the 99th percentile is beyond the bound. */
        LATE,
        /** The peer falls behind: the age of changes grows. */
        LAGGED,
        /** The source did not commit at the rate: the generator and PostgreSQL reach no more beside the peer. */
        SOURCE_LIMITED
    }

    /** True when the peer keeps up with the rate. */
    public boolean keptUp() {
        return held() || verdict == Verdict.LATE;
    }

    /** True when it does, within the bound. */
    public boolean held() {
        return verdict == Verdict.HELD;
    }
}
