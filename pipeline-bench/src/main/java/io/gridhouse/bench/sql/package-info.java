/** The peer in Flink SQL: the same tables from the same source, as one statement set. */
package io.gridhouse.bench.sql;
