package io.gridhouse.bench.workload;

/**
 * How a backlog was worked off.
 *
 * @param changes that were committed while the peer was stopped or stood still
 * @param restartSeconds from the start of the peer's process until it reads its slot; 0 when it stood still
 * @param restartCpuSeconds that the peer took meanwhile
 * @param drainSeconds from then until the sink shows the last change
 * @param changesPerSecond over the drain
 * @param cpu of the drain
 * @param cores that all parts together took in the drain
 */
public record Drain(
        long changes,
        double restartSeconds,
        double restartCpuSeconds,
        double drainSeconds,
        double changesPerSecond,
        CpuShare cpu,
        double cores) {}
