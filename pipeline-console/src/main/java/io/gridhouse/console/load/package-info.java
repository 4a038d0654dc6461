/**
 * The load generator of the power source: a history loaded by COPY, and a live mix of changes at a target rate.
 *
 * <p>What is written is decided by pure, seeded generators ({@link io.gridhouse.console.load.LoadSequence} and what it
 * uses); {@link io.gridhouse.console.load.PowerHistory} and {@link io.gridhouse.console.load.PowerLoad} bring it to
 * PostgreSQL. Energy is counted in hundredths of a kWh and money in 分 (hundredths of a 元), both as {@code long};
 * {@code double} appears in probabilities only.
 */
package io.gridhouse.console.load;
