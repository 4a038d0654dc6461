package io.gridhouse;

import io.gridhouse.core.config.SettingsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A job's command line: {@code --config FILE}, {@code --print-config}, and options as {@code --key value} or {@code
 * --key=value}; {@code --topology} and {@code --layers} are short for {@code --warehouse.topology} and {@code
 * --warehouse.layers}.
 *
 * @param config the configuration file; null when none is given
 * @param printConfig whether to print the effective settings and start nothing
 * @param options settings by key
 */
public record JobArguments(Path config, boolean printConfig, Map<String, String> options) {

    /** Options that are typed often, and so have a short name. */
    private static final Map<String, String> SHORT =
            Map.of("topology", "warehouse.topology", "layers", "warehouse.layers");

    /**
     * Reads the arguments.
     *
     * @throws SettingsException for what is no option or lacks its value
     */
    public static JobArguments parse(List<String> arguments) {
        Path config = null;
        boolean print = false;
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                throw new SettingsException("'" + argument
                        + "' is no option: options are given as --key value, for example --source.host db1");
            }
            if (argument.equals("--print-config")) {
                print = true;
                continue;
            }
            int equals = argument.indexOf('=');
            String key = argument.substring(2, equals < 0 ? argument.length() : equals);
            if (equals < 0 && i + 1 == arguments.size()) {
                throw new SettingsException("Option --" + key + " lacks its value");
            }
            String value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
            if (key.equals("config")) {
                config = Path.of(value);
            } else {
                options.put(SHORT.getOrDefault(key, key), value);
            }
        }
        return new JobArguments(config, print, options);
    }
}
