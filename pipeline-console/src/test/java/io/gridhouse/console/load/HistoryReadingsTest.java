package io.gridhouse.console.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryReadingsTest {

    private static final Instant NOW = Instant.parse("2026-03-10T02:30:00Z");
    private static final LocalDateTime LOCAL_NOW = LocalDateTime.parse("2026-03-10T10:30:00");
    private static final LoadProfile GOOD_ONLY = LoadProfile.builder()
            .seed(11)
            .users(500)
            .readings(20_000)
            .badShare(0)
            .build();

    @Test
    void followFromTheSeed() {
        assertThat(all(GOOD_ONLY)).isEqualTo(all(GOOD_ONLY));
        assertThat(all(GOOD_ONLY))
                .isNotEqualTo(all(LoadProfile.builder()
                        .seed(12)
                        .users(500)
                        .readings(20_000)
                        .badShare(0)
                        .build()));
    }

    @Test
    void keepEveryRule() {
        assertThat(all(GOOD_ONLY)).hasSize(20_000).allSatisfy(row -> assertThat(QualityRules.broken(row, LOCAL_NOW))
                .isEmpty());
    }

    @Test
    void haveTheAmountAndThePriceOfTheUsersType() {
        UserGenerator users = new UserGenerator(GOOD_ONLY.seed());
        for (ReadingRow row : all(GOOD_ONLY)) {
            UsageType usage = users.usage(row.userId());
            BigDecimal amount = new BigDecimal(row.amount());
            BigDecimal price = BigDecimal.valueOf(usage.price(), 2);

            assertThat(amount)
                    .isBetween(BigDecimal.valueOf(usage.minAmount(), 2), BigDecimal.valueOf(usage.maxAmount(), 2));
            assertThat(new BigDecimal(row.cost()))
                    .isEqualTo(amount.multiply(price).setScale(2, RoundingMode.HALF_UP));
        }
        assertThat(UsageType.RESIDENTIAL).returns(5_000L, UsageType::minAmount).returns(70L, UsageType::price);
        assertThat(UsageType.COMMERCIAL).returns(100_000L, UsageType::maxAmount).returns(90L, UsageType::price);
        assertThat(UsageType.INDUSTRIAL).returns(500_000L, UsageType::maxAmount).returns(100L, UsageType::price);
    }

    @Test
    void continueEachMeterWhereItStopped() {
        Map<Long, String> meters = new HashMap<>();
        for (ReadingRow row : all(GOOD_ONLY)) {
            assertThat(row.meterBefore()).isEqualTo(meters.getOrDefault(row.userId(), "0.00"));
            meters.put(row.userId(), row.meterAfter());
        }
    }

    @Test
    void startAMeterAnewBeforeItRunsOverItsColumn() {
        UserPopulation population = new UserPopulation(1, 1, new UserGenerator(1));
        population.setMeter(1, 9_999_990_000L);

        assertThat(population.advanceMeter(1, 9_999)).isEqualTo(9_999_990_000L);
        assertThat(population.advanceMeter(1, 1)).isZero();
        assertThat(population.advanceMeter(1, 5)).isEqualTo(1);
    }

    @Test
    void arriveInOrderOfTimeExceptTheLate() {
        LocalDateTime last = LocalDateTime.MIN;
        int late = 0;
        for (ReadingRow row : all(GOOD_ONLY)) {
            LocalDateTime date = LocalDateTime.parse(row.date());
            assertThat(date).isBeforeOrEqualTo(LOCAL_NOW);
            if ("补录".equals(row.remark())) {
                late++;
            } else {
                assertThat(date).isAfterOrEqualTo(last);
                last = date;
            }
        }
        assertThat(late / 20_000.0).isCloseTo(GOOD_ONLY.lateShare(), within(0.005));
    }

    @Test
    void someBelongToUsersThatDoNotExist() {
        long unknown = all(GOOD_ONLY).stream()
                .filter(row -> row.userId() > GOOD_ONLY.users())
                .count();

        assertThat(unknown / 20_000.0).isCloseTo(GOOD_ONLY.unknownUserShare(), within(0.003));
        assertThat(all(GOOD_ONLY)).allMatch(row -> row.userId() <= GOOD_ONLY.maxUserId());
    }

    @Test
    void countTheBadOnes() {
        LoadProfile profile =
                LoadProfile.builder().users(500).readings(20_000).badShare(0.05).build();
        HistoryReadings readings = new HistoryReadings(profile, NOW);
        long broken = 0;
        while (readings.hasNext()) {
            int rules = QualityRules.broken(readings.next(), LOCAL_NOW).size();
            assertThat(rules).isLessThanOrEqualTo(1);
            broken += rules;
        }

        assertThat(readings.bad()).isEqualTo(broken);
        assertThat(broken / 20_000.0).isCloseTo(0.05, within(0.01));
    }

    private static List<ReadingRow> all(LoadProfile profile) {
        List<ReadingRow> rows = new ArrayList<>();
        new HistoryReadings(profile, NOW).forEachRemaining(rows::add);
        return rows;
    }
}
