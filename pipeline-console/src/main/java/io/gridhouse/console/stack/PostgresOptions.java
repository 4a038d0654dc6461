package io.gridhouse.console.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * How an embedded PostgreSQL starts.
 *
 * @param home folder of this server, created when missing: the cluster lies in {@code data/}, the
 *     server's log in {@code postgres.log}
 * @param preferredPort TCP port to use when it is free, 0 for any
 * @param settings server settings that replace or add to the defaults of {@link
 *     EmbeddedPostgresServer}, such as {@code wal_level=replica}
 * @param durable whether committed rows must survive a crash of the machine ({@code fsync=on})
 * @param binaryCache folder that keeps the unpacked programs (about 60 MB) for the next start
 */
public record PostgresOptions(
        Path home, int preferredPort, Map<String, String> settings, boolean durable, Path binaryCache) {

    /** Checks the port's range and the settings' names. */
    public PostgresOptions {
        home = home.toAbsolutePath().normalize();
        binaryCache = binaryCache.toAbsolutePath().normalize();
        settings = Map.copyOf(settings);
        if (preferredPort < 0 || preferredPort > 65535) {
            throw new IllegalArgumentException("PostgreSQL port must be 0 to 65535, not " + preferredPort);
        }
        for (String name : settings.keySet()) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
                throw new IllegalArgumentException("'" + name + "' is no name of a PostgreSQL setting");
            }
        }
    }

    /**
     * @param home folder of the server; not null
     * @return default settings, any free port, not durable, programs in {@link
     *     #defaultBinaryCache()}
     */
    public static PostgresOptions in(Path home) {
        return new PostgresOptions(Objects.requireNonNull(home), 0, Map.of(), false, defaultBinaryCache());
    }

    /**
     * @return {@code ~/.cache/gridhouse/postgres} when the home folder is writable, else a folder
     *     of this user in the system's temporary folder
     */
    public static Path defaultBinaryCache() {
        Path home = Path.of(System.getProperty("user.home"));
        return Files.isWritable(home)
                ? home.resolve(".cache").resolve("gridhouse").resolve("postgres")
                : temporaryBinaryCache();
    }

    /** A folder of this user that every user can reach. */
    static Path temporaryBinaryCache() {
        return Path.of(System.getProperty("java.io.tmpdir"), "gridhouse-postgres-" + System.getProperty("user.name"));
    }
}
