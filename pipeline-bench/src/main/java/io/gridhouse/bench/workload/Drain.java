package io.gridhouse.bench.workload;

/**
 * How a backlog was worked off.
 *
 * @param changes that were committed while the peer was stopped
 * @param restartSeconds from the start of the peer's process until it reads its slot
 * @param drainSeconds from then until the sink shows the last change
 * @param changesPerSecond over the drain
 * @param cpu from the start of the process to the last change
 */
public record Drain(long changes, double restartSeconds, double drainSeconds, double changesPerSecond, CpuShare cpu) {}
