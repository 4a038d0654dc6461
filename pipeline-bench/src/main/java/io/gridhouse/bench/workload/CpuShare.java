package io.gridhouse.bench.workload;

/**
 * CPU seconds per million changes, user and system.
 *
 * @param peer of the measured process
 * @param postgres of PostgreSQL, source and sink in one server, with all backends
 * @param fluss of Fluss and ZooKeeper
 * @param load of the bench itself, which generates the load and watches the sink
 */
public record CpuShare(double peer, double postgres, double fluss, double load) {

    /** What keeping the tables costs, the load's own part left out. */
    public double total() {
        return peer + postgres + fluss;
    }
}
