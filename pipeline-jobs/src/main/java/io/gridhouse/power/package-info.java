/**
 * The power warehouse: rows, rules, wiring and main. {@link io.gridhouse.power.PowerPipeline} reads like its
 * specification.
 */
package io.gridhouse.power;
