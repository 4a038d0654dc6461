/** The entry of the fat jar; each warehouse has a package below. */
package io.gridhouse;
