/** The commands of {@code ./gridhouse}. */
package io.gridhouse.console.cli;
