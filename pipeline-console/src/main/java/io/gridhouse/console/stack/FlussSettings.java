package io.gridhouse.console.stack;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.fluss.config.ConfigOptions;
import org.apache.fluss.config.Configuration;
import org.apache.fluss.config.MemorySize;

/**
 * Settings of the embedded Fluss servers: those of a cluster of many cores and disks brought down
 * to a laptop of two cores, where Flink and PostgreSQL run beside it.
 */
final class FlussSettings {

    /** Fluss' default listener; clients and servers share it. */
    static final String LISTENER = "FLUSS";

    private final Path home;
    private final String zooKeeper;

    /**
     * @param home absolute folder of the cluster
     * @param zooKeeper {@code host:port} of ZooKeeper
     */
    FlussSettings(Path home, String zooKeeper) {
        this.home = home;
        this.zooKeeper = zooKeeper;
    }

    /**
     * @param port TCP port to bind, 0 for any
     * @return settings of the coordinator
     */
    Configuration coordinator(int port) {
        Configuration settings = common();
        settings.set(ConfigOptions.BIND_LISTENERS, LISTENER + "://127.0.0.1:" + port);
        return settings;
    }

    /**
     * @param id tablet server's id, from 0; the same id finds the same data
     * @return settings of a tablet server
     */
    Configuration tablet(int id) {
        Configuration settings = common();
        settings.set(ConfigOptions.BIND_LISTENERS, LISTENER + "://127.0.0.1:0");
        settings.set(ConfigOptions.TABLET_SERVER_ID, id);
        settings.set(ConfigOptions.DATA_DIR, home.resolve("tablet-" + id).toString());
        // All servers stop together: there is nobody to hand the buckets over to, and each attempt
        // costs a second.
        settings.set(ConfigOptions.TABLET_SERVER_CONTROLLED_SHUTDOWN_MAX_RETRIES, 0);
        limitLogSpace(settings);
        limitKvMemory(settings);
        return settings;
    }

    private Configuration common() {
        Configuration settings = new Configuration();
        settings.set(ConfigOptions.ZOOKEEPER_ADDRESS, zooKeeper);
        settings.set(
                ConfigOptions.REMOTE_DATA_DIR, home.resolve("remote").toUri().toString());
        // Threads beyond the cores only wait: one selector keeps up with the local clients, a
        // second keeps a large
        // fetch from delaying small lookups (default 3).
        settings.set(ConfigOptions.NETTY_SERVER_NUM_NETWORK_THREADS, 2);
        // Workers run appends and lookups to their end; four overlap disk waits on two cores
        // (default 8).
        settings.set(ConfigOptions.NETTY_SERVER_NUM_WORKER_THREADS, 4);
        // Servers talk to each other about metadata only, unless tables have replicas (default 4).
        settings.set(ConfigOptions.NETTY_CLIENT_NUM_NETWORK_THREADS, 1);
        // Snapshot and segment copies to the same disk gain nothing from ten threads (default 10).
        settings.set(ConfigOptions.SERVER_IO_POOL_SIZE, 2);
        // Periodic chores: checkpoints of offsets, retention, expiry of writer ids (default 10).
        settings.set(ConfigOptions.BACKGROUND_THREADS, 2);
        // A suspended laptop or a long pause must not cost the registration (the server caps it at
        // 40 s).
        settings.set(ConfigOptions.ZOOKEEPER_SESSION_TIMEOUT, Duration.ofSeconds(40));
        // ZooKeeper is in the same process: when it does not answer, waiting 5 s, 10 s, 20 s does
        // not help.
        settings.set(ConfigOptions.ZOOKEEPER_RETRY_WAIT, Duration.ofMillis(200));
        return settings;
    }

    private static void limitLogSpace(Configuration settings) {
        // Segments are the unit of retention: at 1 GB (default) a development log would never
        // shrink.
        settings.set(ConfigOptions.LOG_SEGMENT_FILE_SIZE, MemorySize.parse("128mb"));
        // Each bucket maps two index files of this size from the start; 128 MB of log need 256 kB
        // of index (one entry
        // of 8 bytes per 4 kB of log). Default 10 MB.
        settings.set(ConfigOptions.LOG_INDEX_FILE_SIZE, MemorySize.parse("1mb"));
        // No reserved space: most buckets stay small (this is the default, stated as it matters
        // here).
        settings.set(ConfigOptions.LOG_FILE_PREALLOCATE, false);
        // One scheduler thread is enough for one disk (default 4).
        settings.set(ConfigOptions.REMOTE_LOG_MANAGER_THREAD_POOL_SIZE, 1);
        // Cache of index files fetched back from tiered segments (default 1 GB of disk).
        settings.set(ConfigOptions.REMOTE_LOG_INDEX_FILE_CACHE_SIZE, MemorySize.parse("64mb"));
        // Pages for write-ahead batches, taken from the heap when needed (default 256 MB).
        settings.set(ConfigOptions.SERVER_BUFFER_MEMORY_SIZE, MemorySize.parse("128mb"));
    }

    private static void limitKvMemory(Configuration settings) {
        // Key-value files do not survive a restart: Fluss restores the last snapshot and replays
        // the log after it. A
        // minute keeps that replay short; snapshots are incremental (default 10 min).
        settings.set(ConfigOptions.KV_SNAPSHOT_INTERVAL, Duration.ofMinutes(1));
        // Memory per bucket is write buffers * size + block cache: 2 * 16 + 8 MB; default 2 * 64 +
        // 8 MB.
        settings.set(ConfigOptions.KV_WRITE_BUFFER_SIZE, MemorySize.parse("16mb"));
        // Target size of files follows the write buffer, so that a flush makes one file (default 64
        // MB).
        settings.set(ConfigOptions.KV_TARGET_FILE_SIZE_BASE, MemorySize.parse("16mb"));
        // RocksDB's own log, per bucket and opened at every start: nobody reads it (default 4 files
        // of 25 MB).
        settings.set(ConfigOptions.KV_LOG_MAX_FILE_SIZE, MemorySize.parse("1mb"));
        settings.set(ConfigOptions.KV_LOG_FILE_NUM, 1);
    }
}
