package io.gridhouse.console.run;

/** Checkpoints of all jobs of a warehouse since they were started. */
public record CheckpointTotals(long completed, long failed) {}
