package io.gridhouse.bench.workload;

/**
 * What the source loses while it is read: the same load as fast as it can, while the peer is stopped and while it reads.
 *
 * @param alonePerSecond changes per second while nobody reads
 * @param readPerSecond changes per second while the peer reads and keeps its tables
 * @param aloneCores CPU that load and PostgreSQL took while nobody read, cores
 * @param takenCores CPU that peer, Fluss, the sender of the WAL and the sink's sessions took, cores
 * @param cores of the machine
 */
public record SourceLoss(double alonePerSecond, double readPerSecond, double aloneCores, double takenCores, int cores) {

    /** Part of its changes per second that the source loses, 0 to 1. */
    public double lost() {
        return 1 - readPerSecond / alonePerSecond;
    }

    /**
     * Part that it loses beyond the CPU which others take: 0 when it commits what the cores that are left can commit, each
     * change at what it costs alone. Below 0 when it commits more.
     */
    public double lostBeyondCpu() {
        double left = Math.min(aloneCores, cores - takenCores);
        return 1 - readPerSecond / (alonePerSecond * left / aloneCores);
    }
}
