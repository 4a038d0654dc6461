/** Measures the warehouse beside its alternatives on one machine: {@code ./gridhouse bench}. */
package io.gridhouse.bench;
