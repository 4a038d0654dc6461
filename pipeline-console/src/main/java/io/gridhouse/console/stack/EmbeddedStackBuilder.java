package io.gridhouse.console.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Says where and how a stack starts. Not safe for use by several threads. */
public final class EmbeddedStackBuilder {

    private Optional<Path> dataDir = Optional.empty();
    private int postgresPort = EmbeddedStack.PREFERRED_POSTGRES_PORT;
    private int flussPort = EmbeddedStack.PREFERRED_FLUSS_PORT;
    private Map<String, String> postgresSettings = Map.of();
    private int tabletServers = 1;
    private boolean durable;
    private Path binaryCache = PostgresOptions.defaultBinaryCache();
    private Consumer<String> progress = line -> {};

    EmbeddedStackBuilder() {}

    /**
     * @param folder keeps the data from one start to the next; created when missing; not null
     * @return this builder
     */
    public EmbeddedStackBuilder dataDir(Path folder) {
        dataDir = Optional.of(folder);
        return this;
    }

    /**
     * Uses a new folder in the system's temporary folder, deleted by {@link EmbeddedStack#close()}.
     *
     * @return this builder
     */
    public EmbeddedStackBuilder temporary() {
        dataDir = Optional.empty();
        return this;
    }

    /**
     * @param port preferred TCP port of PostgreSQL, 0 for any free one
     * @return this builder
     */
    public EmbeddedStackBuilder pgPort(int port) {
        postgresPort = port;
        return this;
    }

    /**
     * @param port preferred TCP port of Fluss' coordinator, 0 for any free one
     * @return this builder
     */
    public EmbeddedStackBuilder flussPort(int port) {
        flussPort = port;
        return this;
    }

    /**
     * @param settings PostgreSQL settings that replace or add to the defaults; not null
     * @return this builder
     */
    public EmbeddedStackBuilder postgresSettings(Map<String, String> settings) {
        postgresSettings = Map.copyOf(settings);
        return this;
    }

    /**
     * @param count tablet servers of Fluss, at least 1
     * @return this builder
     */
    public EmbeddedStackBuilder tabletServers(int count) {
        tabletServers = count;
        return this;
    }

    /**
     * @param survivesPowerCut whether PostgreSQL waits for the disk at each commit ({@code
     *     fsync=on})
     * @return this builder
     */
    public EmbeddedStackBuilder durable(boolean survivesPowerCut) {
        durable = survivesPowerCut;
        return this;
    }

    /**
     * @param folder keeps PostgreSQL's unpacked programs; not null; default {@link
     *     PostgresOptions#defaultBinaryCache()}
     * @return this builder
     */
    public EmbeddedStackBuilder binaryCache(Path folder) {
        binaryCache = Objects.requireNonNull(folder);
        return this;
    }

    /**
     * @param lines gets one line per step for a person to read, from several threads but one at a
     *     time; not null
     * @return this builder
     */
    public EmbeddedStackBuilder progress(Consumer<String> lines) {
        progress = Objects.requireNonNull(lines);
        return this;
    }

    /**
     * Starts PostgreSQL and Fluss and waits for both.
     *
     * @return the running stack
     * @throws StackException when another stack uses the folder or a part does not start; what had
     *     started is stopped
     */
    public EmbeddedStack start() {
        Path folder = createFolder();
        EmbeddedStack stack = new EmbeddedStack(folder, dataDir.isEmpty(), DataDirLock.acquire(folder), progress);
        stack.start(this);
        return stack;
    }

    private Path createFolder() {
        try {
            return dataDir.isPresent()
                    ? Files.createDirectories(dataDir.get().toAbsolutePath().normalize())
                    // Others may pass through: PostgreSQL may have to run as another user than
                    // root.
                    : Files.createTempDirectory(
                            "gridhouse-",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        } catch (IOException e) {
            throw new StackException(
                    "Could not create the data folder: " + e.getMessage() + ". Choose another one.", e);
        }
    }

    PostgresOptions postgresOptions(Path folder) {
        return new PostgresOptions(folder.resolve("postgres"), postgresPort, postgresSettings, durable, binaryCache);
    }

    EmbeddedFluss startFluss(Path folder) {
        return EmbeddedFluss.start(folder.resolve("fluss"), flussPort, tabletServers);
    }
}
