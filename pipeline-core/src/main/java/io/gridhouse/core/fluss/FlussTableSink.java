package io.gridhouse.core.fluss;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.table.TableSpec;
import java.io.Serial;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Keeps a Fluss table equal to a changelog.
 *
 * <p>Writes one row per key and bundle, as soon as the watermark closes the bundle, and waits for Fluss to acknowledge
 * everything when a checkpoint asks for its state: that is one reason why it is a sink with state. Writes are keyed and
 * idempotent: after a failure the rows of the last checkpoint interval are written again, older states first, and the
 * table ends as it should. Also when tasks of an earlier attempt outlive it: see {@link ReadRepair}.
 *
 * <p>The stream must bring all changes of one key to one subtask.
 *
 * @param <T> the row
 */
public final class FlussTableSink<T> implements Sink<Change<T>>, SupportsWriterState<Change<T>, RememberedRows<T>> {

    @Serial
    private static final long serialVersionUID = 2L;

    private final FlussOptions options;
    private final TableSpec<T> table;
    private final ZoneId businessZone;
    private final Duration readRepairAfter;

    /**
     * A sink into a table that exists.
     *
     * @param businessZone the zone of the table's stamp
     * @param readRepairAfter how long after a restore tasks of an earlier attempt may still live; what was written by
     *     then is compared with the table once. Null when something ahead of the sink sees to that
     */
    public FlussTableSink(FlussOptions options, TableSpec<T> table, ZoneId businessZone, Duration readRepairAfter) {
        this.options = options;
        this.table = table;
        this.businessZone = businessZone;
        this.readRepairAfter = readRepairAfter;
    }

    @Override
    public StatefulSinkWriter<Change<T>, RememberedRows<T>> createWriter(WriterInitContext context) {
        FlussTableWriter<T> writer = new FlussTableWriter<>(options, table, businessZone, context);
        if (readRepairAfter != null && context.getTaskInfo().getAttemptNumber() > 0) {
            writer.startReadRepair(List.of(), readRepairAfter);
        }
        return writer;
    }

    @Override
    public StatefulSinkWriter<Change<T>, RememberedRows<T>> restoreWriter(
            WriterInitContext context, Collection<RememberedRows<T>> earlier) {
        FlussTableWriter<T> writer = new FlussTableWriter<>(options, table, businessZone, context);
        if (readRepairAfter != null) {
            writer.startReadRepair(earlier, readRepairAfter);
        }
        return writer;
    }

    @Override
    public SimpleVersionedSerializer<RememberedRows<T>> getWriterStateSerializer() {
        return new RememberedRows.Serializer<>(table.schema());
    }
}
