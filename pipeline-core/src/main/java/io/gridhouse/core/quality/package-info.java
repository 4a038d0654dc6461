/** Rules for source rows, and what becomes of rows that break one. */
package io.gridhouse.core.quality;
