package io.gridhouse.bench.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.power.PowerConsumption;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;

class ChangeRowsTest {

    private static final Position POSITION = new Position(1, 0);
    private static final LocalDateTime EPOCH_IN_SHANGHAI = LocalDateTime.of(1970, 1, 1, 8, 0);
    private static final PowerConsumption BEFORE = reading(100L);
    private static final PowerConsumption AFTER = reading(250L);

    @Test
    void anInsertIsOneRow() {
        assertThat(rows(Change.insert(AFTER, POSITION))).containsExactly(row(RowKind.INSERT, "2.50"));
    }

    @Test
    void anUpdateTakesBackWhatWasThere() {
        assertThat(rows(Change.update(BEFORE, AFTER, POSITION)))
                .containsExactly(row(RowKind.UPDATE_BEFORE, "1.00"), row(RowKind.UPDATE_AFTER, "2.50"));
    }

    @Test
    void aDeleteTakesBackWhatWasThere() {
        assertThat(rows(Change.delete(BEFORE, POSITION))).containsExactly(row(RowKind.DELETE, "1.00"));
    }

    private static List<Row> rows(Change<PowerConsumption> change) {
        List<Row> rows = new ArrayList<>();
        new ChangeRows<>(PowerConsumption.SCHEMA, ZoneId.of("Asia/Shanghai"))
                .flatMap(change, new ListCollector<>(rows));
        return rows;
    }

    private static PowerConsumption reading(Long amount) {
        return new PowerConsumption(7, 8L, amount, null, null, null, null, "remark");
    }

    private static Row row(RowKind kind, String amount) {
        return Row.ofKind(kind, 7L, 8L, new BigDecimal(amount), null, null, null, null, "remark", EPOCH_IN_SHANGHAI);
    }
}
