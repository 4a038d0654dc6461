package io.gridhouse.bench.workload;

/**
 * What the source loses while it is read: the same load as fast as it can, under six conditions.
 *
 * @param alone while the peer is stopped
 * @param read while the peer reads and keeps its tables
 * @param beside while the peer is stopped, and a process that reads nothing takes as much CPU as peer, Fluss, the sender of
 *     the WAL and the sink's sessions took before
 * @param bare while the peer is stopped, and a client reads a slot and throws away what it gets
 * @param besideBare while the peer is stopped, and a process that reads nothing takes as much CPU as that client and its
 *     sender of the WAL
 * @param readAgain as {@code read}, once more, so that what only time changes falls on both sides of what is between
 */
public record SourceLoss(Part alone, Part read, Part beside, Part bare, Part besideBare, Part readAgain) {

    /**
     * The load under one condition.
     *
     * @param changesPerSecond that the source committed
     * @param cores that the source and the load took
     * @param takenCores that the reader, Fluss, the sender of the WAL and the sink's sessions took, or the neighbour instead
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

    /**
     * The same of the client that throws everything away: what PostgreSQL itself has to do more for every commit, and no
     * reader of a slot can save it.
     */
    public double bareLostBeyondCpu() {
        return 1 - bare.changesPerSecond / besideBare.changesPerSecond;
    }
}
