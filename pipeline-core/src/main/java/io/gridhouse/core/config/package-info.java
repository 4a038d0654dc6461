/** The settings of a warehouse: options, where they come from, and what they mean together. */
package io.gridhouse.core.config;
