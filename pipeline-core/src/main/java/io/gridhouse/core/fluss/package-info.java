/** Keeps, reads, creates and drops a warehouse's tables in Apache Fluss. */
package io.gridhouse.core.fluss;
