/** How fast single parts go when nothing else is done: what no warehouse on this machine can pass. */
package io.gridhouse.bench.ceiling;
