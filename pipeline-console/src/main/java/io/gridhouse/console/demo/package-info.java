/** The whole warehouse in one command: stack, history, job, live load, verification. */
package io.gridhouse.console.demo;
