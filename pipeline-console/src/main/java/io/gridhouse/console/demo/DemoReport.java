package io.gridhouse.console.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.gridhouse.console.verify.LayerResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a demo measured, as the JSON of {@code --report}.
 *
 * @param warmUpSeconds how long the load ran before it was measured; 0 when everything is measured from the job's start
 * @param changes row changes that the load committed in the measured part
 * @param changesPerSecond of them, over its time
 * @param latencyMillis commit at the source to commit at the sink, of changes served in the measured part and until the
 *     stream was quiet; zeros when nothing was streamed
 * @param checkpoints of the job
 * @param quarantined rows in quarantine at the end
 * @param tables by name
 * @param verified whether all tables equal the oracle
 */
public record DemoReport(
        @JsonProperty("warm_up_s") long warmUpSeconds,
        long changes,
        @JsonProperty("changes_per_s") double changesPerSecond,
        @JsonProperty("latency_ms") Latency latencyMillis,
        Checkpoints checkpoints,
        long quarantined,
        Map<String, Table> tables,
        boolean verified) {

    /** Milliseconds. */
    public record Latency(long p50, long p95, long p99, long max) {

        static Latency of(org.HdrHistogram.Histogram histogram) {
            return new Latency(
                    histogram.getValueAtPercentile(50),
                    histogram.getValueAtPercentile(95),
                    histogram.getValueAtPercentile(99),
                    histogram.getMaxValue());
        }
    }

    /** Numbers of checkpoints. */
    public record Checkpoints(long completed, long failed) {}

    /** Rows of a table, and whether they equal the oracle's. */
    public record Table(long rows, boolean equal) {}

    static Map<String, Table> tables(List<LayerResult> results) {
        Map<String, Table> tables = new LinkedHashMap<>();
        results.forEach(result -> tables.put(result.table(), new Table(result.rows(), result.equal())));
        return tables;
    }

    /** Writes the report. */
    void write(Path file) throws IOException {
        Files.writeString(
                file,
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this) + "\n");
    }
}
