/**
 * Three classes that Flink CDC 3.5.0 expects from Flink 1.20 and that Flink 2.2 offers in another shape, and {@link
 * io.gridhouse.cdc.flink2.Executors}, which mends how it stops.
 *
 * <p>The module {@code flink-cdc-base-flink2} relocates CDC's references to them. They stand in a module of their own
 * because inside the shaded jar each would be relocated onto itself.
 */
package io.gridhouse.cdc.flink2;
