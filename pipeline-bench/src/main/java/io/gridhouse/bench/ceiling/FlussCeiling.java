package io.gridhouse.bench.ceiling;

import io.gridhouse.bench.ceiling.CeilingCommand.Timed;
import io.gridhouse.bench.workload.WritingNeighbour;
import io.gridhouse.core.config.Settings;
import org.apache.fluss.client.Connection;
import org.apache.fluss.client.ConnectionFactory;
import org.apache.fluss.client.table.Table;
import org.apache.fluss.client.table.writer.UpsertWriter;

/** Upserts of readings into ODS by Fluss' client: new keys first, then the same keys again. */
final class FlussCeiling {

    /** Rows with keys of their own that are written before anything is timed. */
    private static final int WARM_UP = 100_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private FlussCeiling() {}

    static void run(Settings settings, long rows, Timed timed) throws Exception {
        try (Connection connection =
                        ConnectionFactory.createConnection(settings.fluss().configuration());
                Table table = WritingNeighbour.readings(connection, settings)) {
            UpsertWriter writer = table.newUpsert().createWriter();
            WritingNeighbour.write(writer, -WARM_UP, 0);
            timed.note("fluss-inserts", rows, seconds(writer, rows));
            timed.note("fluss-updates", rows, seconds(writer, rows));
        }
    }

    private static double seconds(UpsertWriter writer, long rows) {
        long begin = System.nanoTime();
        WritingNeighbour.write(writer, 0, rows);
        return (System.nanoTime() - begin) / NANOS_PER_SECOND;
    }
}
