package io.gridhouse.core.cdc;

import java.io.Serial;
import org.apache.flink.cdc.connectors.base.config.JdbcSourceConfig;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.postgres.source.PostgresDialect;
import org.apache.flink.cdc.connectors.postgres.source.config.PostgresSourceConfig;

/**
 * Makes the slot's position the one at which the stream behind the snapshot begins.
 *
 * <p>Flink CDC takes the WAL's end just before it reads the rows. But a transaction becomes visible only after its
 * commit was written, with a synchronous standby only after the standby answered: one that is between the two is in
 * neither the rows nor the stream. What commits after the slot was made is in the stream, and what was visible before
 * is in the rows; changes that are in both change nothing.
 */
final class SlotDialect extends PostgresDialect {

    @Serial
    private static final long serialVersionUID = 1L;

    SlotDialect(PostgresSourceConfig configuration) {
        super(configuration);
    }

    @Override
    public Offset displayCurrentOffset(JdbcSourceConfig configuration) {
        return displayCommittedOffset(configuration);
    }
}
