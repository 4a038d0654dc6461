/** Processes that the bench starts, measures from outside, and ends. */
package io.gridhouse.bench.process;
