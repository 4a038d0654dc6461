package io.gridhouse.bench.workload;

import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.power.PowerOptions;
import io.gridhouse.power.PowerTables;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

/**
 * A process that writes readings to Fluss and reads nothing: {@code WritingNeighbour CONFIG DATABASE}, until it is ended. It and
 * the server do in memory, in the kernel and with the scheduler what a warehouse does, which {@link Neighbour} does not.
 */
public final class WritingNeighbour {

    /** The same keys again and again, so that the table does not grow for as long as the process runs. */
    private static final int KEYS = 1_000_000;

    private static final int USERS = 20_000;
    private static final int PRECISION = 10;
    private static final int SCALE = 2;
    private static final BigDecimal AMOUNT = new BigDecimal("123.45");

    private WritingNeighbour() {}

    /** Writes. */
    public static void main(String[] arguments) throws Exception {
        Settings settings = PowerOptions.read(
                Path.of(arguments[0]), Map.of(), Map.of(GridhouseOptions.FLUSS_DATABASE.key(), arguments[1]));
        try (Connection connection =
                        ConnectionFactory.createConnection(settings.fluss().configuration());
                Table table = readings(connection, settings)) {
            UpsertWriter writer = table.newUpsert().createWriter();
            while (true) {
                write(writer, 0, KEYS);
            }
        }
    }

    /** The table of readings that the settings name. */
    public static Table readings(Connection connection, Settings settings) {
        return connection.getTable(TablePath.of(settings.fluss().database(), PowerTables.ODS_CONSUMPTION.name()));
    }

    /**
     * Writes readings with the keys from {@code from} to {@code to}, that one not, and waits until Fluss has them all.
     *
     * @throws java.util.concurrent.CompletionException when Fluss refused the last of them
     */
    public static void write(UpsertWriter writer, long from, long to) {
        LocalDateTime date = LocalDateTime.of(2024, 1, 31, 10, 0);
        long stamp = System.nanoTime();
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        for (long id = from; id < to; id++) {
            GenericRow row =
                    new GenericRow(PowerTables.ODS_CONSUMPTION.storedColumns().size());
            int column = 0;
            row.setField(column++, id);
            row.setField(column++, id % USERS);
            row.setField(column++, Decimal.fromBigDecimal(AMOUNT, PRECISION, SCALE));
            row.setField(column++, Decimal.fromBigDecimal(AMOUNT, PRECISION, SCALE));
            row.setField(column++, TimestampNtz.fromLocalDateTime(date));
            row.setField(column++, Decimal.fromBigDecimal(AMOUNT, PRECISION, SCALE));
            row.setField(column++, Decimal.fromBigDecimal(AMOUNT, PRECISION, SCALE));
            row.setField(column++, BinaryString.fromString("抄表"));
            row.setField(column++, stamp);
            row.setField(column, TimestampLtz.fromEpochMillis(id));
            last = writer.upsert(row);
        }
        writer.flush();
        last.join();
    }
}
