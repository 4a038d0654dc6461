package io.gridhouse.bench.workload;

/**
 * Ages of changes when the sink shows them, milliseconds since before their commit.
 *
 * @param samples how many changes were watched
 * @param p999 the 99.9th percentile; of fewer than 1,000 samples it is the greatest
 */
public record Latency(long samples, double p50, double p95, double p99, double p999, double max) {}
