package io.gridhouse.console.cli;

import io.gridhouse.core.config.SettingsException;
import java.time.Duration;
import org.apache.flink.util.TimeUtils;

/** Lengths of time as a person types them. */
public final class Durations {

    private Durations() {}

    /** Reads {@code 500ms}, {@code 60s}, {@code 5m}; a number alone counts seconds. */
    public static Duration parse(String text) {
        try {
            Duration duration =
                    text.matches("\\d+") ? Duration.ofSeconds(Long.parseLong(text)) : TimeUtils.parseDuration(text);
            if (duration.isNegative() || duration.isZero()) {
                throw new SettingsException("A duration must be longer than nothing, not '" + text + "'");
            }
            return duration;
        } catch (IllegalArgumentException e) {
            throw new SettingsException("'" + text + "' is no duration: write it like 60s, 5m or 500ms", e);
        }
    }
}
