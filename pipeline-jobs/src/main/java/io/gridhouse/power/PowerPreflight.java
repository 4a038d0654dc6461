package io.gridhouse.power;

import io.gridhouse.core.config.Settings;
import io.gridhouse.core.config.SettingsException;
import io.gridhouse.core.fluss.FlussTables;
import io.gridhouse.core.preflight.PreflightException;
import io.gridhouse.core.preflight.SinkPreflight;
import io.gridhouse.core.preflight.SourcePreflight;
import io.gridhouse.core.table.TableSpec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ReadableConfig;

/** Everything that is checked before the power job starts. */
public final class PowerPreflight {

    private PowerPreflight() {}

    /**
     * Refuses unaligned checkpoints: such a barrier overtakes changes, and operators close their bundles at barriers
     * (ADR 1).
     *
     * @param flink the job's configuration, or a part of it
     * @throws SettingsException when it asks for them
     */
    static void requireAlignedCheckpoints(ReadableConfig flink) {
        if (flink.get(CheckpointingOptions.ENABLE_UNALIGNED)) {
            throw new SettingsException("Flink's option '" + CheckpointingOptions.ENABLE_UNALIGNED.key()
                    + "' is true, but the warehouse needs aligned checkpoints. Remove it from Flink's configuration and"
                    + " from what stands under 'flink.' in gridhouse.yaml");
        }
    }

    /**
     * Checks the configuration, source, Fluss and sink.
     *
     * @param restores whether the job starts from a savepoint or checkpoint; one that does not must find empty tables,
     *     since rows that were deleted at the source meanwhile would stay in them
     * @throws PreflightException with one line per finding
     * @throws SettingsException when a setting is wrong
     */
    public static void check(Settings settings, boolean restores) {
        check(settings, List.of(), restores);
    }

    /**
     * Checks what the jobs of some layers need.
     *
     * @param layers the layers; empty for one job that computes all
     * @param restores as above
     * @throws PreflightException with one line per finding
     * @throws SettingsException when a setting is wrong
     */
    public static void check(Settings settings, List<PowerLayer> layers, boolean restores) {
        requireAlignedCheckpoints(settings.flink());
        List<PowerLayer> started = layers.isEmpty() ? List.of(PowerLayer.values()) : layers;
        List<String> findings = new ArrayList<>();
        if (started.contains(PowerLayer.ODS)) {
            findings.addAll(SourcePreflight.check(settings.capture(), PowerTables.captured()));
        }
        if (started.contains(PowerLayer.SINK)) {
            findings.addAll(SinkPreflight.check(settings.sink(), PowerTables.ADS_DASHBOARD));
        }
        // One connection for both: closing one takes two seconds.
        try (FlussTables fluss = new FlussTables(settings.fluss())) {
            for (TableSpec<?> table : PowerTables.fluss()) {
                findings.addAll(fluss.differences(table));
            }
            if (findings.isEmpty() && !restores) {
                findings.addAll(leftovers(settings, fluss, started));
            }
        } catch (Exception e) {
            findings.add(unreachable(settings, e));
        }
        if (!findings.isEmpty()) {
            throw new PreflightException(findings);
        }
    }

    private static String unreachable(Settings settings, Exception e) {
        // Fluss puts the reason on a second line.
        String reason = String.valueOf(e.getMessage()).strip().replaceAll("[.\\s]*\\R", ": ");
        return "Fluss at %s does not answer: %s. Check fluss.bootstrap-servers, and that Fluss runs"
                .formatted(settings.fluss().bootstrapServers(), reason);
    }

    private static List<String> leftovers(Settings settings, FlussTables fluss, List<PowerLayer> layers) {
        List<String> full = new ArrayList<>();
        for (PowerLayer layer : layers) {
            for (TableSpec<?> table : layer.writes()) {
                if (!fluss.isEmpty(table)) {
                    full.add(table.name());
                }
            }
        }
        try {
            if (layers.contains(PowerLayer.SINK)
                    && !SinkPreflight.isEmpty(settings.sink(), PowerTables.ADS_DASHBOARD)) {
                full.add("sink " + PowerTables.ADS_DASHBOARD.name());
            }
        } catch (SQLException e) {
            return List.of("The sink at " + settings.sink() + " can't be read: " + e.getMessage());
        }
        return full.isEmpty()
                ? List.of()
                : List.of(("The job starts without a savepoint, but %s hold rows of an earlier run: restore that run's"
                                + " savepoint, or run 'gridhouse clean' and 'gridhouse init'")
                        .formatted(full));
    }
}
