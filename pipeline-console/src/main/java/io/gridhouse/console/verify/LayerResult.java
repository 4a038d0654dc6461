package io.gridhouse.console.verify;

import java.util.List;

/**
 * How one table compares with the oracle.
 *
 * @param table its name; the sink's begins with {@code sink.}
 * @param rows rows that the table holds
 * @param expected rows that the oracle says
 * @param different keys whose rows differ, are missing or too many
 * @param examples the first of them in the order of the key, with both values; empty when equal
 */
public record LayerResult(String table, long rows, long expected, long different, List<String> examples) {

    /** True when the table holds exactly what the oracle says. */
    public boolean equal() {
        return different == 0;
    }
}
