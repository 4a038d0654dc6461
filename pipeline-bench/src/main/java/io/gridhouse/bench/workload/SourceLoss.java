package io.gridhouse.bench.workload;

/**
 * What the source loses while it is read: the same load as fast as it can, under several conditions. Each reading stands on both
 * sides of what it is compared with, so that what only time changes falls on both.
 *
 * @param alone while nobody reads
 * @param peer while the peer reads and keeps its tables
 * @param besidePeer while nobody reads, and a process that reads nothing takes as much CPU as peer, Fluss, the sender of the WAL
 *     and the sink's sessions took
 * @param besideWriting while nobody reads, and a process writes to Fluss as fast as it can, see {@link WritingNeighbour}
 * @param peerAgain as {@code peer}
 * @param bare while a client reads and throws everything away, see {@link BareReader}
 * @param besideBare as {@code besidePeer}, with the CPU of that client and its sender of the WAL
 * @param bareAgain as {@code bare}
 */
public record SourceLoss(
        Part alone,
        Part peer,
        Part besidePeer,
        Part besideWriting,
        Part peerAgain,
        Part bare,
        Part besideBare,
        Part bareAgain) {

    /**
     * The load under one condition.
     *
     * @param changesPerSecond that the source committed
     * @param cores that the source and the load took
     * @param takenCores that the reader, Fluss, the sender of the WAL and the sink's sessions took, or the neighbour instead
     * @param readShare the part of the WAL written meanwhile that was sent to a reader meanwhile, 0 to 1. A reader that falls behind
     *     costs the source less
     */
    public record Part(double changesPerSecond, double cores, double takenCores, double readShare) {}

    /** Changes per second while the peer reads, of both times. */
    public double whileRead() {
        return (peer.changesPerSecond + peerAgain.changesPerSecond) / 2;
    }

    /** Changes per second while the client reads, of both times. */
    public double whileBareRead() {
        return (bare.changesPerSecond + bareAgain.changesPerSecond) / 2;
    }

    /** Part that it loses more than to a neighbour that only takes the same CPU, 0 to 1. Below 0 when it loses less. */
    public double lostBeyondCpu() {
        return 1 - whileRead() / beside(besidePeer, (peer.takenCores + peerAgain.takenCores) / 2);
    }

    /** The same beside a neighbour whose work is of the peer's kind: what is lost for being read, and not to any busy process. */
    public double lostBeyondWork() {
        return 1 - whileRead() / beside(besideWriting, (peer.takenCores + peerAgain.takenCores) / 2);
    }

    /** The same of the client: what PostgreSQL has to do more for every commit that anybody reads at once. */
    public double bareLostBeyondCpu() {
        return 1 - whileBareRead() / beside(besideBare, (bare.takenCores + bareAgain.takenCores) / 2);
    }

    /** What the source commits beside a neighbour that takes so many cores: what one took less or more is the source's. */
    private static double beside(Part neighbour, double takenCores) {
        return neighbour.changesPerSecond * (neighbour.cores + neighbour.takenCores - takenCores) / neighbour.cores;
    }
}
