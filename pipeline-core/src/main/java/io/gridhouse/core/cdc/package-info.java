/** Captures the changes of PostgreSQL tables through Flink CDC, typed, numbered and in one order. */
package io.gridhouse.core.cdc;
