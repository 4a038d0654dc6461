package io.gridhouse.cdc.flink2;

import org.apache.flink.table.types.logical.LogicalType;

/** Keeps {@code parse(String)}, which Flink 2 replaced by a method that is told its class loader. */
public final class LogicalTypeParser {

    private LogicalTypeParser() {}

    /**
     * Parses a type as SQL writes it.
     *
     * @param type for example {@code BIGINT NOT NULL}
     * @return the type; never null
     */
    public static LogicalType parse(String type) {
        return org.apache.flink.table.types.logical.utils.LogicalTypeParser.parse(
                type, Thread.currentThread().getContextClassLoader());
    }
}
