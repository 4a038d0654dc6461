package io.gridhouse.console.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.fluss.config.ConfigOptions;
import org.apache.fluss.config.Configuration;
import org.apache.fluss.fs.FileSystem;
import org.apache.fluss.fs.FsPath;
import org.apache.fluss.plugin.PluginUtils;
import org.apache.fluss.server.ServerBase;
import org.apache.fluss.server.coordinator.CoordinatorServer;
import org.apache.fluss.server.tablet.TabletServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Fluss cluster in this process: ZooKeeper, one coordinator and some tablet servers, on the
 * loopback address. The data folder is kept when the cluster stops and used again by the next one,
 * whatever ports that one gets.
 *
 * <p>The folder must stay where it is: Fluss records absolute paths of its snapshots. The JVM needs
 * {@code --add-opens=java.base/java.nio=ALL-UNNAMED}. Fluss leaves threads behind that keep a JVM
 * alive: a program ends with {@code System.exit}. Unlike Fluss' own start, no shutdown hooks are
 * registered, since they would run all at once and in no order: whoever starts the cluster
 * registers one that calls {@link #close()}. Safe for use by several threads.
 */
public final class EmbeddedFluss implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFluss.class);

    private static final Duration REGISTRATION_TIMEOUT = Duration.ofSeconds(30);

    private static final long REGISTRATION_POLL_NANOS = Duration.ofMillis(10).toNanos();

    /** Servers stop in two to three seconds, most of it Netty's quiet period. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final List<ServerBase> servers = new ArrayList<>();
    private final RocksDbLibraryFolders libraryFolders = RocksDbLibraryFolders.present();
    private EmbeddedZooKeeper zooKeeper;
    private String bootstrapServers;
    private boolean closed;

    private EmbeddedFluss() {}

    /**
     * Starts a cluster and waits until its tablet servers can take tables.
     *
     * @param home folder of the cluster; created when missing; not null
     * @param preferredPort TCP port of the coordinator when it is free, 0 for any; tablet servers
     *     take any free port
     * @param tabletServers how many tablet servers, at least 1; never fewer than the replicas of
     *     the tables in the folder
     * @return a running cluster
     * @throws StackException when a server does not start; what had started is stopped
     */
    public static EmbeddedFluss start(Path home, int preferredPort, int tabletServers) {
        if (tabletServers < 1) {
            throw new IllegalArgumentException("A Fluss cluster needs a tablet server, not " + tabletServers);
        }
        EmbeddedFluss fluss = new EmbeddedFluss();
        try {
            fluss.startServers(home.toAbsolutePath().normalize(), preferredPort, tabletServers);
            LOG.info("Fluss runs in {} at {}", home, fluss.bootstrapServers);
            return fluss;
        } catch (InterruptedException e) {
            fluss.close();
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while Fluss started in " + home, e);
        } catch (Exception e) {
            fluss.close();
            throw new StackException(
                    "Fluss did not start in " + home + ": " + rootMessage(e) + ". The log has the details.", e);
        }
    }

    /**
     * @return {@code host:port} of the coordinator, for {@code bootstrap.servers}; not null
     */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Stops the cluster. What is stored stays. A failure of one server is logged and does not keep
     * the others from stopping. A second call does nothing.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<CompletableFuture<Void>> stopping =
                servers.stream().map(EmbeddedFluss::stopAsync).toList();
        for (CompletableFuture<Void> stop : stopping) {
            awaitStop(stop);
        }
        if (zooKeeper != null) {
            zooKeeper.close();
        }
        libraryFolders.deleteNewEmptyOnes();
    }

    private void startServers(Path home, int preferredPort, int tabletServers) throws Exception {
        zooKeeper = EmbeddedZooKeeper.start(home.resolve("zookeeper"));
        FlussSettings settings = new FlussSettings(home, zooKeeper.address());

        // Tablet servers first: a coordinator that finds none takes every bucket of the folder for
        // lost.
        for (int id = 0; id < tabletServers; id++) {
            HooklessTablet tablet = new HooklessTablet(settings.tablet(id));
            servers.add(tablet);
            tablet.start();
        }
        int port = preferredPort > 0 && LoopbackPort.isFree(preferredPort) ? preferredPort : 0;
        HooklessCoordinator coordinator = new HooklessCoordinator(settings.coordinator(port));
        servers.add(coordinator);
        coordinator.start();
        bootstrapServers = "127.0.0.1:"
                + coordinator.getRpcServer().getBindEndpoints().get(0).getPort();
        awaitRegistration(coordinator, tabletServers);
    }

    private static void awaitRegistration(CoordinatorServer coordinator, int tabletServers) throws TimeoutException {
        long deadline = System.nanoTime() + REGISTRATION_TIMEOUT.toNanos();
        while (coordinator
                        .getMetadataCache()
                        .getAllAliveTabletServers(FlussSettings.LISTENER)
                        .size()
                < tabletServers) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("tablet servers did not register within " + REGISTRATION_TIMEOUT);
            }
            LockSupport.parkNanos(REGISTRATION_POLL_NANOS);
        }
    }

    private static CompletableFuture<Void> stopAsync(ServerBase server) {
        return CompletableFuture.supplyAsync(server::closeAsync, task -> new Thread(task, "fluss-stop").start())
                .thenCompose(stopped -> stopped);
    }

    private static void awaitStop(CompletableFuture<Void> stop) {
        try {
            stop.get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            LOG.warn("A Fluss server stopped with an error; its data recovers from the log at the" + " next start", e);
        } catch (TimeoutException e) {
            LOG.warn("A Fluss server did not stop within {}; going on without it", STOP_TIMEOUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted while Fluss stopped; not waiting for it any longer", e);
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /** Starts like its parent, but registers no shutdown hook and no signal handlers. */
    @SuppressWarnings("try") // Fluss declares close() throws Exception; only closeAsync() is called.
    private static final class HooklessCoordinator extends CoordinatorServer {

        HooklessCoordinator(Configuration settings) {
            super(settings);
        }

        @Override
        public void start() throws Exception {
            pluginManager = PluginUtils.createPluginManagerFromRootFolder(conf);
            FileSystem.initialize(conf, pluginManager);
            remoteFileSystem = remoteFileSystem(conf);
            startServices();
        }
    }

    /** Starts like its parent, but registers no shutdown hook and no signal handlers. */
    @SuppressWarnings("try") // Fluss declares close() throws Exception; only closeAsync() is called.
    private static final class HooklessTablet extends TabletServer {

        HooklessTablet(Configuration settings) {
            super(settings);
        }

        @Override
        public void start() throws Exception {
            pluginManager = PluginUtils.createPluginManagerFromRootFolder(conf);
            FileSystem.initialize(conf, pluginManager);
            remoteFileSystem = remoteFileSystem(conf);
            startServices();
        }
    }

    private static FileSystem remoteFileSystem(Configuration settings) throws IOException {
        return new FsPath(settings.get(ConfigOptions.REMOTE_DATA_DIR)).getFileSystem();
    }
}
