package io.gridhouse.console.cli;

import io.gridhouse.console.verify.LayerResult;
import java.util.ArrayList;
import java.util.List;

/** The table that a verification prints. */
public final class ResultTable {

    private static final String ROW = "  %-32s %12s %12s   %s";

    private ResultTable() {}

    /** One line per table, and the first differing keys with both values below. */
    public static List<String> lines(List<LayerResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add(ROW.formatted("table", "rows", "expected", ""));
        for (LayerResult result : results) {
            String verdict = result.equal() ? "equal" : "DIFFERENT in %,d keys".formatted(result.different());
            lines.add(ROW.formatted(
                    result.table(), "%,d".formatted(result.rows()), "%,d".formatted(result.expected()), verdict));
            result.examples().forEach(example -> lines.add("      " + example));
        }
        return lines;
    }
}
