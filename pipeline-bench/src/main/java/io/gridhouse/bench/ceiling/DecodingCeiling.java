package io.gridhouse.bench.ceiling;

import io.gridhouse.bench.ceiling.CeilingCommand.Timed;
import io.gridhouse.bench.workload.BareReader;
import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.replication.PGReplicationStream;

/**
 * What PostgreSQL's walsender and pgoutput deliver to a client that only counts messages, as {@code pg_recvlogical} would:
 * on a slot of its own, made before the backlog.
 */
final class DecodingCeiling {

    /** The slot; the harness makes it. */
    static final String SLOT = "bench_decoding";

    private DecodingCeiling() {}

    static void run(Settings settings, long changes, Timed timed) throws SQLException {
        try (Connection connection = settings.source().connectForReplication();
                PGReplicationStream stream =
                        BareReader.open(connection, SLOT, settings.get(GridhouseOptions.SOURCE_PUBLICATION))) {
            long counted = 0;
            long begin = 0;
            while (counted < changes) {
                ByteBuffer message = stream.read();
                begin = begin == 0 ? System.nanoTime() : begin;
                counted += isRowChange(message) ? 1 : 0;
            }
            timed.note("pgoutput-decoding", counted, (System.nanoTime() - begin) / 1e9);
        }
    }

    /** By the first byte of a message of the protocol: insert, update, delete; others begin, commit or describe. */
    private static boolean isRowChange(ByteBuffer message) {
        byte type = message.get(message.position());
        return type == 'I' || type == 'U' || type == 'D';
    }
}
