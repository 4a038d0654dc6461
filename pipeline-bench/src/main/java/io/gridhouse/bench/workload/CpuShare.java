package io.gridhouse.bench.workload;

/**
 * CPU seconds per million changes, user and system.
 *
 * @param peer of the measured process
 * @param postgres of PostgreSQL, source and sink in one server, without the load's sessions: the sender of the WAL, the
 *     sink's sessions, what runs in the background
 * @param fluss of Fluss and ZooKeeper
 * @param sessions of the load's sessions in PostgreSQL, which commit the changes; work of triggers is among it
 * @param load of the bench itself, which generates the load and watches the sink
 */
public record CpuShare(double peer, double postgres, double fluss, double sessions, double load) {

    /** What keeping the tables costs a peer that reads the slot: all but the load's own part. */
    public double total() {
        return peer + postgres + fluss;
    }

    /** How many cores all parts together, the load's too, take at so many changes per second. */
    public double cores(double changesPerSecond) {
        return (total() + sessions + load) * changesPerSecond / CpuMeter.MILLION;
    }
}
