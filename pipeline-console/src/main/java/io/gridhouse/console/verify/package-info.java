/** Compares every layer with the oracle, row for row. */
package io.gridhouse.console.verify;
