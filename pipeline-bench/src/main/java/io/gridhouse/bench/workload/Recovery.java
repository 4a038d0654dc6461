package io.gridhouse.bench.workload;

/**
 * How a peer came back after the server had ended the connection that it reads the source by.
 *
 * @param seconds from the end of the connection until the sink shows a change that was committed right after it
 * @param meanwhile ages of changes that were committed from then on, until some seconds after
 */
public record Recovery(double seconds, Latency meanwhile) {}
