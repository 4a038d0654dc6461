/** What is measured: the warehouse and what else keeps the same rows. */
package io.gridhouse.bench.peer;
