package io.gridhouse.core.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;
import org.junit.jupiter.api.Test;

class StreamOffsetsTest {

    private final PostgresOffsetFactory offsets = new PostgresOffsetFactory();

    @Test
    void aPositionComesBack() {
        assertThat(StreamOffsets.lsn(StreamOffsets.of(900, offsets))).isEqualTo(900);
    }

    /** Debezium's reader went on one before the commit's end, and took the end for the last commit. */
    @Test
    void aSavepointOfDebeziumsReaderGoesOnBehindItsLastCommit() {
        assertThat(StreamOffsets.lsn(
                        offsets.newOffset(Map.of("lsn", "899", "lsn_commit", "900", "ts_usec", "1700000000000000"))))
                .isEqualTo(900);
        assertThat(StreamOffsets.lsn(offsets.newOffset(Map.of("lsn", "400", "ts_usec", "0"))))
                .as("before its first commit")
                .isEqualTo(400);
    }
}
