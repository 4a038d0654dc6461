package io.gridhouse.console.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class DailyLoadShapeTest {

    @Test
    void hasAMorningAndAHigherEveningPeak() {
        double night = DailyLoadShape.until(LocalTime.of(4, 0)) - DailyLoadShape.until(LocalTime.of(3, 0));
        double morning = DailyLoadShape.until(LocalTime.of(10, 0)) - DailyLoadShape.until(LocalTime.of(9, 0));
        double noon = DailyLoadShape.until(LocalTime.of(14, 0)) - DailyLoadShape.until(LocalTime.of(13, 0));
        double evening = DailyLoadShape.until(LocalTime.of(20, 0)) - DailyLoadShape.until(LocalTime.of(19, 0));

        assertThat(night).isLessThan(noon);
        assertThat(noon).isLessThan(morning);
        assertThat(morning).isLessThan(evening);
    }

    @Test
    void timeAndFractionAreInverse() {
        for (int second = 0; second < 24 * 3600; second += 977) {
            LocalTime time = LocalTime.ofSecondOfDay(second);
            assertThat((double) DailyLoadShape.at(DailyLoadShape.until(time)).toSecondOfDay())
                    .isCloseTo(second, within(1.0));
        }
        assertThat(DailyLoadShape.at(0)).isEqualTo(LocalTime.MIDNIGHT);
        assertThat(DailyLoadShape.at(Math.nextDown(1.0))).isEqualTo(LocalTime.of(23, 59, 59));
    }

    @Test
    void aHistoryEndsNowAndBeginsItsDaysInTheZone() {
        Instant now = Instant.parse("2026-03-10T02:30:00Z");
        ZoneId zone = ZoneId.of("Asia/Shanghai");

        assertThat(DailyLoadShape.at(0, 31, now, zone)).isEqualTo(LocalDateTime.parse("2026-02-08T00:00:00"));
        assertThat(DailyLoadShape.at(Math.nextDown(1.0), 31, now, zone))
                .isBetween(LocalDateTime.parse("2026-03-10T10:29:58"), LocalDateTime.parse("2026-03-10T10:30:00"));
    }
}
