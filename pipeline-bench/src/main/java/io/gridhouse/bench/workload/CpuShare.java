package io.gridhouse.bench.workload;

/**
 * CPU seconds per million changes, user and system.
 *
 * @param peer of the measured process
 * @param postgres of the peer's sessions in PostgreSQL: the sender of the WAL, the sink's, that of a refresh
 * @param fluss of Fluss and ZooKeeper
 * @param source of the rest of PostgreSQL: the sessions that commit the load, with the triggers that run in them, what runs in
 *     the background, and the probe's
 * @param load of the bench itself, which generates the load and watches the sink
 */
public record CpuShare(double peer, double postgres, double fluss, double source, double load) {

    /** What keeping the tables costs a peer that reads the slot: all but the source's and the load's own part. */
    public double total() {
        return peer + postgres + fluss;
    }
}
