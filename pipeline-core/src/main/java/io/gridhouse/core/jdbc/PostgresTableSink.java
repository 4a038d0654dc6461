package io.gridhouse.core.jdbc;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.metrics.LayerMetrics;
import io.gridhouse.core.table.TableSpec;
import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.ZoneId;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Keeps a PostgreSQL table equal to a changelog.
 *
 * <p>Writes each bundle as one transaction: one row per key, sorted by key, upserts and deletes. A row never goes back
 * to an older position: an upsert or delete that is older than what the table holds does nothing, and the keys deleted
 * since the last checkpoint are remembered in a companion table, so that a replay does not bring them back. Readers of
 * the table see all rows of a bundle change at once.
 *
 * <p>The stream must bring all changes of one key to one subtask, and positions must not fall per key (see {@code
 * Position}).
 *
 * @param <T> the row
 */
public final class PostgresTableSink<T> implements Sink<Change<T>>, SupportsCommitter<Long> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final PostgresOptions options;
    private final TableSpec<T> table;
    private final ZoneId businessZone;

    /**
     * A sink into a table that {@link PostgresTables#create} made.
     *
     * @param businessZone the zone of the table's stamp
     */
    public PostgresTableSink(PostgresOptions options, TableSpec<T> table, ZoneId businessZone) {
        this.options = options;
        this.table = table;
        this.businessZone = businessZone;
    }

    @Override
    public SinkWriter<Change<T>> createWriter(WriterInitContext context) throws IOException {
        Clock clock = Clock.systemUTC();
        return new PostgresTableWriter<>(
                options,
                table,
                businessZone,
                clock,
                new LayerMetrics(context.metricGroup(), "sink_" + table.name(), clock),
                context.getProcessingTimeService());
    }

    @Override
    public Committer<Long> createCommitter(CommitterInitContext context) {
        return new TombstonePruner(options, table);
    }

    @Override
    public SimpleVersionedSerializer<Long> getCommittableSerializer() {
        return new PositionSerializer();
    }

    /** Eight bytes. */
    private static final class PositionSerializer implements SimpleVersionedSerializer<Long> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Long position) {
            return ByteBuffer.allocate(Long.BYTES).putLong(position).array();
        }

        @Override
        public Long deserialize(int version, byte[] serialized) {
            return ByteBuffer.wrap(serialized).getLong();
        }
    }
}
