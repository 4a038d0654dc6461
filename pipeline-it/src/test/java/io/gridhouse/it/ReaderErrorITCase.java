package io.gridhouse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gridhouse.core.cdc.BeforeSnapshot;
import io.gridhouse.core.cdc.Capture;
import io.gridhouse.core.cdc.CapturedTable;
import io.gridhouse.core.table.RowSchema;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The thread that reads the slot ends by an error of the JVM, such as one for want of memory. */
@ExtendWith(WarehouseExtension.class)
class ReaderErrorITCase {

    private static final long ILL_FATED = 2;
    private static final AtomicBoolean FAILED = new AtomicBoolean();
    private static final Queue<Long> SEEN = new ConcurrentLinkedQueue<>();

    /** A row whose reading fails once. */
    public record Name(long userId) {
        public static final RowSchema<Name> SCHEMA =
                RowSchema.of(Name.class).bigint("user_id", Name::userId).build(fields -> read(fields.bigint()));

        private static Name read(long userId) {
            if (userId == ILL_FATED && FAILED.compareAndSet(false, true)) {
                throw new StackOverflowError("Of the test");
            }
            return new Name(userId);
        }
    }

    @Test
    void theJobIsRestartedAndReadsOn(Warehouse warehouse) throws Exception {
        Configuration flink = new Configuration();
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
        CapturedTable<Name> users = new CapturedTable<>("public", "power_user", Name.SCHEMA, List.of("user_id"));
        Capture.of(environment, warehouse.settings().capture(), List.of(users), BeforeSnapshot.NOTHING)
                .changes(users)
                .map(change -> SEEN.add(change.row().userId()))
                .returns(Types.BOOLEAN)
                .sinkTo(new DiscardingSink<>());

        JobClient job = environment.executeAsync();
        try {
            warehouse.awaitStreaming();
            warehouse.sql().execute("INSERT INTO power_user VALUES (1)");
            await("the first user").atMost(Warehouse.PATIENCE).until(() -> SEEN.contains(1L));

            warehouse.sql().execute("INSERT INTO power_user VALUES (2)", "INSERT INTO power_user VALUES (3)");

            await("the users behind the error").atMost(Warehouse.PATIENCE).until(() -> SEEN.contains(3L));
            assertThat(FAILED).isTrue();
            assertThat(SEEN).contains(ILL_FATED);
        } finally {
            job.cancel().get();
        }
    }
}
