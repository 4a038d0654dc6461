/** Keeps a PostgreSQL table equal to a changelog, and makes its DDL. */
package io.gridhouse.core.jdbc;
