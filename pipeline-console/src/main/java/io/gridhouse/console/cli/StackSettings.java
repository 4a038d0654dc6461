package io.gridhouse.console.cli;

import io.gridhouse.console.stack.EmbeddedPostgresServer;
import io.gridhouse.console.stack.EmbeddedStack;
import io.gridhouse.core.config.GridhouseOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings by which an embedded stack is reached. */
public final class StackSettings {

    private StackSettings() {}

    /** By option key. */
    public static Map<String, String> of(EmbeddedStack stack) {
        EmbeddedPostgresServer postgres = stack.postgres();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(GridhouseOptions.SOURCE_HOST.key(), postgres.host());
        settings.put(GridhouseOptions.SOURCE_PORT.key(), Integer.toString(postgres.port()));
        settings.put(GridhouseOptions.SOURCE_DATABASE.key(), postgres.database());
        settings.put(GridhouseOptions.SOURCE_USER.key(), postgres.user());
        settings.put(GridhouseOptions.SOURCE_PASSWORD.key(), postgres.password());
        settings.put(
                GridhouseOptions.FLUSS_BOOTSTRAP_SERVERS.key(), stack.fluss().bootstrapServers());
        settings.put(GridhouseOptions.SINK_HOST.key(), postgres.host());
        settings.put(GridhouseOptions.SINK_PORT.key(), Integer.toString(postgres.port()));
        settings.put(GridhouseOptions.SINK_DATABASE.key(), postgres.database());
        settings.put(GridhouseOptions.SINK_USER.key(), postgres.user());
        settings.put(GridhouseOptions.SINK_PASSWORD.key(), postgres.password());
        return settings;
    }

    /** The same as a settings file. */
    static String yaml(EmbeddedStack stack) {
        StringBuilder yaml = new StringBuilder();
        of(stack)
                .forEach((key, value) ->
                        yaml.append(key).append(": \"").append(value).append("\"\n"));
        return yaml.toString();
    }

    /** The command that opens a session. */
    public static String psql(EmbeddedStack stack) {
        EmbeddedPostgresServer postgres = stack.postgres();
        return "psql postgresql://%s:%s@%s:%d/%s"
                .formatted(postgres.user(), postgres.password(), postgres.host(), postgres.port(), postgres.database());
    }
}
