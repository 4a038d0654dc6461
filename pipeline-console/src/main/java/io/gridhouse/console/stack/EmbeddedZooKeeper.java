package io.gridhouse.console.stack;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.fluss.shaded.zookeeper3.org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.fluss.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.fluss.shaded.zookeeper3.org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.fluss.shaded.zookeeper3.org.apache.zookeeper.server.persistence.Util;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ZooKeeper that Fluss keeps its metadata in: one server in this process, on any free port, as
 * nobody but Fluss connects to it.
 */
final class EmbeddedZooKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedZooKeeper.class);

    /** ZooKeeper's own default; sessions may last from 2 to 20 ticks. */
    private static final int TICK_MILLIS = 2000;

    /** Fluss' servers and their clients open a handful. */
    private static final int MAX_CONNECTIONS_PER_CLIENT = 100;

    /** The fewest that ZooKeeper's own purge agrees to keep. */
    private static final int SNAPSHOTS_KEPT = 3;

    private static final String SNAPSHOT_PREFIX = "snapshot";

    private final NIOServerCnxnFactory connections;

    private EmbeddedZooKeeper(NIOServerCnxnFactory connections) {
        this.connections = connections;
    }

    /**
     * Starts the server on what the folder holds.
     *
     * <p>Sessions found there belong to a process that is gone: one process at a time owns the
     * folder. They are closed at once, as Fluss' new servers could otherwise not register until the
     * old sessions expire, 40 s after a kill.
     *
     * @param data folder of the server; created when missing
     * @throws IOException when the folder cannot be used or no port can be bound
     * @throws InterruptedException when interrupted while loading
     */
    static EmbeddedZooKeeper start(Path data) throws IOException, InterruptedException {
        Files.createDirectories(data);
        deleteOldFiles(data);
        ZooKeeperServer server = new ZooKeeperServer(data.toFile(), data.toFile(), TICK_MILLIS);
        NIOServerCnxnFactory connections = connectionFactory();
        connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MAX_CONNECTIONS_PER_CLIENT);
        connections.startup(server);
        for (long session : List.copyOf(server.getZKDatabase().getSessions())) {
            LOG.info("Closing ZooKeeper session 0x{} of a former process", Long.toHexString(session));
            server.closeSession(session);
        }
        return new EmbeddedZooKeeper(connections);
    }

    /**
     * ZooKeeper's class sets the JVM's handler of uncaught exceptions when it loads, so that a
     * program that dies would tell the log and not the console. The handler is put back.
     */
    private static NIOServerCnxnFactory connectionFactory() {
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        try {
            return new NIOServerCnxnFactory();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(handler);
        }
    }

    /**
     * ZooKeeper adds a snapshot and a log at each start and deletes none; its own purge prints to
     * the console.
     */
    private static void deleteOldFiles(Path data) throws IOException {
        FileTxnSnapLog files = new FileTxnSnapLog(data.toFile(), data.toFile());
        try {
            List<File> snapshots = files.findNValidSnapshots(SNAPSHOTS_KEPT);
            if (snapshots.size() < SNAPSHOTS_KEPT) {
                return;
            }
            long oldest = Util.getZxidFromName(snapshots.get(SNAPSHOTS_KEPT - 1).getName(), SNAPSHOT_PREFIX);
            Set<File> kept = new HashSet<>(snapshots);
            kept.addAll(List.of(files.getSnapshotLogs(oldest)));
            try (DirectoryStream<Path> all =
                    Files.newDirectoryStream(files.getSnapDir().toPath(), "{snapshot,log}.*")) {
                for (Path file : all) {
                    if (!kept.contains(file.toFile())) {
                        Files.delete(file);
                    }
                }
            }
        } finally {
            files.close();
        }
    }

    /**
     * @return {@code host:port} to connect to
     */
    String address() {
        return InetAddress.getLoopbackAddress().getHostAddress() + ":" + connections.getLocalPort();
    }

    @Override
    public void close() {
        connections.shutdown();
    }
}
