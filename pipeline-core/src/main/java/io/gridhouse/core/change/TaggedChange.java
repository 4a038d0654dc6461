package io.gridhouse.core.change;

/**
 * A change of one of several tables that share a stream: what the CDC source emits, and what an assembly reads.
 *
 * @param tag the place of the table in a list that both ends of the stream know, from 0
 * @param change the change of that table's row
 */
public record TaggedChange(int tag, Change<?> change) {}
