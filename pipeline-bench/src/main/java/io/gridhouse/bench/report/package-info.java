/** What a bench writes: numbers, tables and charts. */
package io.gridhouse.bench.report;
