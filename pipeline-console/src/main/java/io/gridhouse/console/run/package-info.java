/** Runs a job on a mini cluster in this process, and reads its metrics. */
package io.gridhouse.console.run;
