package io.gridhouse.console.demo;

import io.gridhouse.console.load.LoadProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What a demo does.
 *
 * @param warmUp how long the load runs before it is measured; zero for not at all
 * @param duration of the measured part; it may end earlier when asked to
 * @param rate row changes per second; 0 leaves all changes to other sessions
 * @param profile the generated data
 * @param report file for the JSON report; null for none
 * @param postgresPort preferred TCP port of PostgreSQL
 * @param settings further settings by option key
 */
public record DemoOptions(
        Duration warmUp,
        Duration duration,
        int rate,
        LoadProfile profile,
        Path report,
        int postgresPort,
        Map<String, String> settings) {}
