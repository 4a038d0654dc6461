package io.gridhouse.bench.ceiling;

import io.gridhouse.bench.ceiling.CeilingCommand.Timed;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerTables;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.apache.fluss.client.Connection;
import org.apache.fluss.client.ConnectionFactory;
import org.apache.fluss.client.table.Table;
import org.apache.fluss.client.table.writer.UpsertWriter;
import org.apache.fluss.metadata.TablePath;
import org.apache.fluss.row.BinaryString;
import org.apache.fluss.row.Decimal;
import org.apache.fluss.row.GenericRow;
import org.apache.fluss.row.TimestampLtz;
import org.apache.fluss.row.TimestampNtz;

/** Upserts of readings into ODS by Fluss' client: new keys first, then the same keys again. */
final class FlussCeiling {

    /** Rows with keys of their own that are written before anything is timed. */
    private static final int WARM_UP = 100_000;

    private static final int PRECISION = 10;
    private static final int SCALE = 2;
    private static final BigDecimal AMOUNT = new BigDecimal("123.45");

    private FlussCeiling() {}

    static void run(Settings settings, long rows, Timed timed) throws Exception {
        try (Connection connection =
                        ConnectionFactory.createConnection(settings.fluss().configuration());
                Table table = connection.getTable(
                        TablePath.of(settings.fluss().database(), PowerTables.ODS_CONSUMPTION.name()))) {
            UpsertWriter writer = table.newUpsert().createWriter();
            write(writer, -WARM_UP, 0);
            timed.note("fluss-inserts", rows, write(writer, 0, rows));
            timed.note("fluss-updates", rows, write(writer, 0, rows));
        }
    }

    private static double write(UpsertWriter writer, long from, long to) {
        LocalDateTime date = LocalDateTime.of(2024, 1, 31, 10, 0);
        long begin = System.nanoTime();
        for (long id = from; id < to; id++) {
            GenericRow row =
                    new GenericRow(PowerTables.ODS_CONSUMPTION.storedColumns().size());
            int column = 0;
            row.setField(column++, id);
            row.setField(column++, id % 20_000);
            row.setField(column++, Decimal.fromBigDecimal(AMOUNT, PRECISION, SCALE));
            row.setField(column++, Decimal.fromBigDecimal(AMOUNT, PRECISION, SCALE));
            row.setField(column++, TimestampNtz.fromLocalDateTime(date));
            row.setField(column++, Decimal.fromBigDecimal(AMOUNT, PRECISION, SCALE));
            row.setField(column++, Decimal.fromBigDecimal(AMOUNT, PRECISION, SCALE));
            row.setField(column++, BinaryString.fromString("抄表"));
            row.setField(column++, begin);
            row.setField(column, TimestampLtz.fromEpochMillis(id));
            writer.upsert(row);
        }
        writer.flush();
        return (System.nanoTime() - begin) / 1e9;
    }
}
