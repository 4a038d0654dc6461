/** What peers are put through, and how it is watched from outside. */
package io.gridhouse.bench.workload;
