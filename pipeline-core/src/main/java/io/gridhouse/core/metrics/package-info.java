/** What writers measure: rows, and the age of changes at each layer. */
package io.gridhouse.core.metrics;
