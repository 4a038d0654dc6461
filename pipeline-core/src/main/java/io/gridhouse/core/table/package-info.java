/** Row types and tables: one declaration, from which every codec is derived. */
package io.gridhouse.core.table;
