package io.gridhouse.core.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.flink.cdc.connectors.base.source.meta.offset.Offset;
import org.apache.flink.cdc.connectors.postgres.source.offset.PostgresOffsetFactory;
import org.junit.jupiter.api.Test;

class StreamOffsetsTest {

    private final PostgresOffsetFactory offsets = new PostgresOffsetFactory();

    @Test
    void bothPositionsComeBack() {
        Offset offset = StreamOffsets.of(900, 950, offsets);

        assertThat(StreamOffsets.lsn(offset)).isEqualTo(900);
        assertThat(StreamOffsets.passed(offset)).hasValue(950);
    }

    @Test
    void aStateOfAnEarlierReleaseDoesNotTellWhatItHasPassed() {
        assertThat(StreamOffsets.passed(offsets.newOffset(Map.of("lsn", "900", "ts_usec", "0"))))
                .isEmpty();
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
