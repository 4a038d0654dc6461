package io.gridhouse.console.load;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** How the source writes an instant: the wall clock of the business zone, in whole seconds. */
final class BusinessTime {

    private BusinessTime() {}

    static LocalDateTime at(Instant instant, ZoneId zone) {
        return LocalDateTime.ofInstant(instant, zone).truncatedTo(ChronoUnit.SECONDS);
    }
}
