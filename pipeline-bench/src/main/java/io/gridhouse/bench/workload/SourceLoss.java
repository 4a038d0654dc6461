package io.gridhouse.bench.workload;

/**
 * What the source loses while it is read: the same load as fast as it can, under four conditions.
 *
 * @param alone while the peer is stopped
 * @param read while the peer reads and keeps its tables
 * @param beside while the peer is stopped, and a process that reads nothing takes as much CPU as peer, Fluss, the sender of
 *     the WAL and the sink's sessions took before
 * @param readAgain as {@code read}, once more, so that what only time changes falls on both sides of {@code beside}
 */
public record SourceLoss(Part alone, Part read, Part beside, Part readAgain) {

    /**
     * The load under one condition.
     *
     * @param changesPerSecond that the source committed
     * @param cores that the source and the load took
     * @param takenCores that peer, Fluss, the sender of the WAL and the sink's sessions took, or the neighbour instead of them
     */
    public record Part(double changesPerSecond, double cores, double takenCores) {}

    /** Changes per second while it is read, of both times. */
    public double whileRead() {
        return (read.changesPerSecond + readAgain.changesPerSecond) / 2;
    }

    /** Part of its changes per second that the source loses, 0 to 1. */
    public double lost() {
        return 1 - whileRead() / alone.changesPerSecond;
    }

    /** Part that it loses more than to a neighbour that takes the same CPU. Below 0 when it loses less. */
    public double lostBeyondCpu() {
        return 1 - whileRead() / beside.changesPerSecond;
    }
}
