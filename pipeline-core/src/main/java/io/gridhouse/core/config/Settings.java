package io.gridhouse.core.config;

import io.gridhouse.core.cdc.CaptureOptions;
import io.gridhouse.core.fluss.FlussOptions;
import io.gridhouse.core.jdbc.PostgresOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.YamlParserUtils;

/**
 * The effective settings of a warehouse: {@code gridhouse.yaml}, over it the environment ({@code
 * GRIDHOUSE_SOURCE_PASSWORD} for {@code source.password}), over it flags ({@code --source.password-file}).
 *
 * <p>A key that no option has is an error that names the nearest one. Keys under {@code flink.} are passed on to Flink
 * without that prefix.
 */
public final class Settings {

    private static final String ENVIRONMENT_PREFIX = "GRIDHOUSE_";
    private static final String FLINK_PREFIX = "flink.";
    private static final String MASK = "******";

    private final List<ConfigOption<?>> known;
    private final Configuration values;
    private final Configuration flink;

    private Settings(List<ConfigOption<?>> known, Configuration values, Configuration flink) {
        this.known = known;
        this.values = values;
        this.flink = flink;
    }

    /**
     * Reads the settings.
     *
     * @param known the options there are
     * @param file a YAML file, nested or flat; may be null
     * @param environment variables; those that begin with {@code GRIDHOUSE_} count
     * @param flags by option key
     * @throws SettingsException for what is unknown or can't be read
     */
    public static Settings read(
            List<ConfigOption<?>> known, Path file, Map<String, String> environment, Map<String, String> flags) {
        return read(known, Map.of(), file, environment, flags);
    }

    /**
     * Reads the settings over a warehouse's own defaults.
     *
     * @param defaults by option key, for options that have no default of their own
     */
    public static Settings read(
            List<ConfigOption<?>> known,
            Map<String, String> defaults,
            Path file,
            Map<String, String> environment,
            Map<String, String> flags) {
        Map<String, String> merged = new LinkedHashMap<>(defaults);
        if (file != null) {
            fromFile(known, file, merged);
        }
        for (ConfigOption<?> option : known) {
            String variable = ENVIRONMENT_PREFIX
                    + option.key().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            if (environment.containsKey(variable)) {
                merged.put(option.key(), environment.get(variable));
            }
        }
        flags.forEach((key, value) -> {
            requireKnown(known, key, "flag --" + key);
            merged.put(key, value);
        });
        Configuration flink = new Configuration();
        Configuration values = new Configuration();
        merged.forEach((key, value) -> {
            if (key.startsWith(FLINK_PREFIX)) {
                flink.setString(key.substring(FLINK_PREFIX.length()), value);
            } else {
                values.setString(key, value);
            }
        });
        Settings settings = new Settings(known, values, flink);
        known.forEach(settings::optional);
        return settings;
    }

    private static void fromFile(List<ConfigOption<?>> known, Path file, Map<String, String> into) {
        if (!Files.isReadable(file)) {
            throw new SettingsException("Configuration file " + file + " does not exist or can't be read");
        }
        try {
            flatten("", YamlParserUtils.loadYamlFile(file.toFile()), into);
        } catch (Exception e) {
            throw new SettingsException("Configuration file " + file + " is no YAML: " + e.getMessage(), e);
        }
        into.keySet().forEach(key -> requireKnown(known, key, file.toString()));
    }

    private static void flatten(String prefix, Map<?, ?> node, Map<String, String> into) {
        node.forEach((key, value) -> {
            if (value instanceof Map<?, ?> child) {
                flatten(prefix + key + ".", child, into);
            } else if (value != null) {
                into.put(prefix + key, value.toString());
            }
        });
    }

    private static void requireKnown(List<ConfigOption<?>> known, String key, String where) {
        boolean passedOn = Stream.of(
                        FLINK_PREFIX,
                        GridhouseOptions.FLUSS_CLIENT.key() + ".",
                        GridhouseOptions.FLUSS_TABLE.key() + ".")
                .anyMatch(key::startsWith);
        if (passedOn || known.stream().anyMatch(option -> option.key().equals(key))) {
            return;
        }
        String nearest = known.stream()
                .map(ConfigOption::key)
                .min(Comparator.comparingInt(option -> distance(option, key)))
                .orElseThrow();
        throw new SettingsException(where + ": there is no option '" + key + "'. Did you mean '" + nearest + "'?");
    }

    /** Levenshtein distance: insertions, deletions and replacements from one text to the other. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j < previous.length; j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }

    /** The value of an option that has a default or must be set. */
    public <T> T get(ConfigOption<T> option) {
        return optional(option)
                .orElseThrow(() -> new SettingsException(
                        "Setting '%s' is missing. Set it in gridhouse.yaml, as --%s, or in the environment as %s"
                                .formatted(
                                        option.key(),
                                        option.key(),
                                        ENVIRONMENT_PREFIX
                                                + option.key()
                                                        .toUpperCase(Locale.ROOT)
                                                        .replace('.', '_')
                                                        .replace('-', '_'))));
    }

    /** The value of an option, or its default, or nothing. */
    public <T> Optional<T> optional(ConfigOption<T> option) {
        try {
            T value = values.get(option);
            return Optional.ofNullable(value);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    "Setting '" + option.key() + "' can't be '" + values.toMap().get(option.key()) + "': "
                            + e.getMessage(),
                    e);
        }
    }

    /** What goes to Flink as it is. */
    public Configuration flink() {
        return flink;
    }

    /** The source database. */
    public PostgresOptions source() {
        return new PostgresOptions(
                get(GridhouseOptions.SOURCE_HOST),
                get(GridhouseOptions.SOURCE_PORT),
                get(GridhouseOptions.SOURCE_DATABASE),
                "public",
                get(GridhouseOptions.SOURCE_USER),
                password(GridhouseOptions.SOURCE_PASSWORD, GridhouseOptions.SOURCE_PASSWORD_FILE));
    }

    /** How the source is captured. */
    public CaptureOptions capture() {
        return new CaptureOptions(
                source(),
                get(GridhouseOptions.SOURCE_SLOT),
                get(GridhouseOptions.SOURCE_PUBLICATION),
                get(GridhouseOptions.SOURCE_POLL_INTERVAL).toMillis(),
                get(GridhouseOptions.BUNDLE_INTERVAL).toMillis(),
                get(GridhouseOptions.SOURCE_SNAPSHOT_CHUNK));
    }

    /** The sink database. */
    public PostgresOptions sink() {
        return new PostgresOptions(
                get(GridhouseOptions.SINK_HOST),
                get(GridhouseOptions.SINK_PORT),
                get(GridhouseOptions.SINK_DATABASE),
                get(GridhouseOptions.SINK_SCHEMA),
                get(GridhouseOptions.SINK_USER),
                password(GridhouseOptions.SINK_PASSWORD, GridhouseOptions.SINK_PASSWORD_FILE));
    }

    /** Fluss. */
    public FlussOptions fluss() {
        return new FlussOptions(
                get(GridhouseOptions.FLUSS_BOOTSTRAP_SERVERS),
                get(GridhouseOptions.FLUSS_DATABASE),
                get(GridhouseOptions.FLUSS_CLIENT));
    }

    /** The business zone. */
    public ZoneId businessZone() {
        String zone = get(GridhouseOptions.BUSINESS_ZONE);
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new SettingsException(
                    "Setting '" + GridhouseOptions.BUSINESS_ZONE.key() + "' names no time zone: '" + zone
                            + "'. Use a name like Asia/Shanghai",
                    e);
        }
    }

    private String password(ConfigOption<String> direct, ConfigOption<String> file) {
        Optional<String> path = optional(file);
        if (path.isEmpty()) {
            return get(direct);
        }
        try {
            List<String> lines = Files.readAllLines(Path.of(path.get()));
            return lines.isEmpty() ? "" : lines.get(0);
        } catch (IOException e) {
            throw new SettingsException("Setting '" + file.key() + "': can't read " + path.get(), e);
        }
    }

    /** All effective settings, one {@code key: value} per line, secrets masked. */
    public String print() {
        Map<String, String> lines = new TreeMap<>();
        for (ConfigOption<?> option : known) {
            optional(option).ifPresent(value -> print(option.key(), value, lines));
        }
        flink.toMap().forEach((key, value) -> print(FLINK_PREFIX + key, value, lines));
        StringBuilder text = new StringBuilder();
        lines.forEach(
                (key, value) -> text.append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private static void print(String key, Object value, Map<String, String> lines) {
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((name, entry) -> print(key + "." + name, entry, lines));
        } else {
            lines.put(key, isSecret(key) ? MASK : value.toString());
        }
    }

    /** A file's name is no secret, what it holds is. */
    private static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.endsWith("-file")) {
            return false;
        }
        return lower.contains("password") || lower.contains("secret") || lower.contains("token");
    }
}
