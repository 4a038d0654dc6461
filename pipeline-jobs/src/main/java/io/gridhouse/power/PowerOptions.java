package io.gridhouse.power;

import io.gridhouse.core.config.GridhouseOptions;
import io.gridhouse.core.config.Settings;
import io.gridhouse.core.config.SettingsException;
import io.gridhouse.core.operator.TopN;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of the power warehouse: the common ones, with its names as defaults, and its own. */
public final class PowerOptions {

    /** Users ranked per region and day. */
    public static final ConfigOption<String> RANKING_LIMIT = ConfigOptions.key("power.ranking-limit")
            .stringType()
            .defaultValue("100")
            .withDescription("Users ranked per region and day: a number, or 'all'.");

    /** One job, or one per layer. */
    public static final ConfigOption<PowerTopology> TOPOLOGY = ConfigOptions.key("warehouse.topology")
            .enumType(PowerTopology.class)
            .defaultValue(PowerTopology.SINGLE)
            .withDescription("single: one job computes all layers; layered: one job per layer.");

    /** Which layers' jobs to start. */
    public static final ConfigOption<List<String>> LAYERS = ConfigOptions.key("warehouse.layers")
            .stringType()
            .asList()
            .defaultValues()
            .withDescription("Layers whose jobs to start, of " + PowerLayer.names() + "; implies layered. Empty: all.");

    private static final String ALL = "all";

    private static final Map<String, String> DEFAULTS = Map.of(
            GridhouseOptions.SOURCE_DATABASE.key(), "stategrid_db",
            GridhouseOptions.SOURCE_SLOT.key(), "gridhouse_power",
            GridhouseOptions.SOURCE_PUBLICATION.key(), "gridhouse_power",
            GridhouseOptions.FLUSS_DATABASE.key(), "stategrid_db",
            GridhouseOptions.SINK_DATABASE.key(), "stategrid_db");

    private PowerOptions() {}

    /** Every option that the power warehouse reads. */
    public static List<ConfigOption<?>> all() {
        List<ConfigOption<?>> options = new ArrayList<>(GridhouseOptions.all());
        options.add(RANKING_LIMIT);
        options.add(TOPOLOGY);
        options.add(LAYERS);
        return List.copyOf(options);
    }

    /**
     * The settings of the power warehouse, with its names as defaults.
     *
     * @param file may be null
     */
    public static Settings read(Path file, Map<String, String> environment, Map<String, String> flags) {
        return Settings.read(all(), DEFAULTS, file, environment, flags);
    }

    /**
     * The layers that get a job of their own, from the lowest up; empty when one job computes all.
     *
     * @throws SettingsException for an unknown layer
     */
    public static List<PowerLayer> layers(Settings settings) {
        List<String> names = settings.get(LAYERS);
        if (names.isEmpty()) {
            return settings.get(TOPOLOGY) == PowerTopology.LAYERED ? List.of(PowerLayer.values()) : List.of();
        }
        EnumSet<PowerLayer> layers = EnumSet.noneOf(PowerLayer.class);
        for (String name : names) {
            layers.add(Arrays.stream(PowerLayer.values())
                    .filter(layer -> layer.name().equalsIgnoreCase(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new SettingsException("Setting '" + LAYERS.key() + "' can't be '" + name
                            + "': there are " + PowerLayer.names())));
        }
        return List.copyOf(layers);
    }

    /** The ranking's limit; {@link TopN#ALL} for all. */
    public static int rankingLimit(Settings settings) {
        String limit = settings.get(RANKING_LIMIT);
        if (limit.equals(ALL)) {
            return TopN.ALL;
        }
        try {
            int rows = Integer.parseInt(limit);
            if (rows >= 1) {
                return rows;
            }
        } catch (NumberFormatException e) {
            throw refused(limit);
        }
        throw refused(limit);
    }

    private static SettingsException refused(String limit) {
        return new SettingsException("Setting '" + RANKING_LIMIT.key() + "' can't be '" + limit
                + "': give a number of at least 1, or 'all'");
    }
}
