package io.gridhouse.bench.report;

/**
 * How fast one part goes when nothing else is done.
 *
 * @param name of the part
 * @param round from 1
 * @param rows that it moved
 * @param seconds that it took, the start of its process left out
 * @param speed how fast a core was meanwhile, steps per microsecond, see {@code MachineSpeed}; null when not measured
 */
public record CeilingResult(String name, int round, long rows, double seconds, Double speed) {

    /** Rows per second. */
    public double rowsPerSecond() {
        return rows / seconds;
    }
}
