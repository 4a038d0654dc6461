/**
 * The embedded stack: PostgreSQL as a child process and Fluss inside this one, on a data folder.
 *
 * <p>{@link io.gridhouse.console.stack.EmbeddedStack} is the way in.
 */
package io.gridhouse.console.stack;
