package io.gridhouse.console.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlawTest {

    private static final LocalDateTime NOW = LocalDateTime.parse("2026-03-10T10:30:00");

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void breaksExactlyItsRule(Flaw flaw) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000; i++) {
            Reading reading = new Reading(
                    5, UsageType.COMMERCIAL, random.nextLong(10_000, 100_001), NOW, random.nextLong(100_000), null);

            ReadingRow row = flaw.spoil(reading, NOW, random);

            assertThat(QualityRules.broken(row, NOW)).containsExactly(ruleOf(flaw));
        }
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void startsFromAGoodReading(Flaw flaw) {
        Reading reading = new Reading(5, UsageType.COMMERCIAL, 10_000, NOW, 0, null);

        assertThat(QualityRules.broken(reading.row(), NOW)).isEmpty();
        assertThat(flaw.spoil(reading, NOW, new SplittableRandom(1))).isNotEqualTo(reading.row());
    }

    private static QualityRules.Rule ruleOf(Flaw flaw) {
        return switch (flaw) {
            case NEGATIVE_AMOUNT, NULL_AMOUNT, NAN_AMOUNT -> QualityRules.Rule.AMOUNT;
            case NEGATIVE_COST, NAN_COST -> QualityRules.Rule.COST;
            case NULL_DATE, INFINITE_DATE, DATE_IN_1970, DATE_AHEAD -> QualityRules.Rule.DATE;
            case INCONSISTENT_METERS -> QualityRules.Rule.METERS;
            case NULL_USER -> QualityRules.Rule.USER;
        };
    }
}
