package io.gridhouse.core.cdc;

import java.io.Serial;
import java.util.List;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.base.source.meta.split.SourceSplitBase;
import org.apache.flink.cdc.connectors.base.source.reader.external.FetchTask;
import org.apache.flink.cdc.connectors.base.source.reader.external.JdbcSourceFetchTaskContext;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;

/**
 * Reads the stream by {@link SlotStream}, and makes the slot's position the one at which it begins behind the snapshot.
 *
 * <p>Flink CDC takes the WAL's end just before it reads the rows. But a transaction becomes visible only after its
 * commit was written, with a synchronous standby only after the standby answered: one that is between the two is in
 * neither the rows nor the stream. What commits after the slot was made is in the stream, and what was visible before
 * is in the rows; changes that are in both change nothing.
 */
final class SlotDialect extends PostgresDialect {

    @Serial
    private static final long serialVersionUID = 1L;

    private final CaptureOptions options;
    private final List<CapturedTable<?>> tables;
    private transient volatile SlotStream stream;

    SlotDialect(PostgresSourceConfig configuration, CaptureOptions options, List<CapturedTable<?>> tables) {
        super(configuration);
        this.options = options;
        this.tables = List.copyOf(tables);
    }

    @Override
    public Offset displayCurrentOffset(JdbcSourceConfig configuration) {
        long slot = StreamOffsets.lsn(displayCommittedOffset(configuration));
        return StreamOffsets.of(slot, slot, new PostgresOffsetFactory());
    }

    @Override
    public FetchTask<SourceSplitBase> createFetchTask(SourceSplitBase split) {
        if (split.isSnapshotSplit()) {
            return super.createFetchTask(split);
        }
        stream = new SlotStream(split.asStreamSplit(), options, tables);
        return stream;
    }

    @Override
    public JdbcSourceFetchTaskContext createFetchTaskContext(JdbcSourceConfig configuration) {
        return new SlotFetchContext(configuration, this, options.pollMillis());
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId, Offset offset) {
        SlotStream current = stream;
        if (current != null && offset != null) {
            current.confirm(StreamOffsets.passed(offset).orElse(StreamOffsets.lsn(offset)));
        }
    }
}
