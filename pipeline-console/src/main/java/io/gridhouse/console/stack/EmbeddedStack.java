package io.gridhouse.console.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL and Fluss, embedded, on one data folder: what the warehouse needs around its Flink
 * job.
 *
 * <pre>{@code
 * try (EmbeddedStack stack = EmbeddedStack.builder().dataDir(Path.of("data")).progress(out::println).start()) {
 *     connect(stack.postgres().jdbcUrl(), stack.fluss().bootstrapServers());
 * }
 * }</pre>
 *
 * <p>A start takes one to four seconds, a stop two. Stop the Flink job first: a PostgreSQL with
 * connected replication clients stops late. After the start it is the caller who registers a
 * shutdown hook that calls {@link #close()}; while the stack starts, it has one of its own. The JVM
 * needs {@code --add-opens=java.base/java.nio=ALL-UNNAMED}. Safe for use by several threads.
 */
public final class EmbeddedStack implements AutoCloseable {

    /**
     * TCP port PostgreSQL gets unless told otherwise, when it is free. Not 5432, where a system's
     * own server sits.
     */
    public static final int PREFERRED_POSTGRES_PORT = 54329;

    /** TCP port Fluss' coordinator gets unless told otherwise, when it is free: Fluss' default. */
    public static final int PREFERRED_FLUSS_PORT = 9123;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStack.class);

    private final Path dataDir;
    private final boolean temporary;
    private final DataDirLock lock;
    private final Consumer<String> progress;
    private CompletableFuture<EmbeddedPostgresServer> postgres = CompletableFuture.completedFuture(null);
    private CompletableFuture<EmbeddedFluss> fluss = CompletableFuture.completedFuture(null);
    private boolean closed;

    EmbeddedStack(Path dataDir, boolean temporary, DataDirLock lock, Consumer<String> progress) {
        this.dataDir = dataDir;
        this.temporary = temporary;
        this.lock = lock;
        this.progress = progress;
    }

    /**
     * @return a builder for a stack on a temporary folder, preferred ports, one tablet server, not
     *     durable
     */
    public static EmbeddedStackBuilder builder() {
        return new EmbeddedStackBuilder();
    }

    /**
     * @return the running PostgreSQL; not null
     */
    public EmbeddedPostgresServer postgres() {
        return postgres.join();
    }

    /**
     * @return the running Fluss; not null
     */
    public EmbeddedFluss fluss() {
        return fluss.join();
    }

    /**
     * @return absolute path of the data folder; not null
     */
    public Path dataDir() {
        return dataDir;
    }

    /**
     * Stops PostgreSQL and Fluss at the same time, and deletes the folder when it is a temporary
     * one. What fails is logged and does not keep the rest from stopping. A second call does
     * nothing; one from another thread waits for the first.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        CompletableFuture<Void> stopping = closing("PostgreSQL", postgres);
        closing("Fluss", fluss).join();
        stopping.join();
        try {
            if (temporary) {
                DirectoryTree.delete(dataDir);
            }
        } catch (IOException e) {
            LOG.warn("Could not delete the temporary folder {}, which is left behind", dataDir, e);
        }
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("Could not release the lock on {}; it ends with this process", dataDir, e);
        }
    }

    void start(EmbeddedStackBuilder options) {
        Thread guard = new Thread(this::close, "stack-start-guard");
        try {
            Runtime.getRuntime().addShutdownHook(guard);
            launch(options);
            CompletableFuture.allOf(postgres, fluss).join();
        } catch (CompletionException e) {
            close();
            throw e.getCause() instanceof StackException known
                    ? known
                    : new StackException(
                            "The stack in "
                                    + dataDir
                                    + " did not start: "
                                    + e.getCause().getMessage(),
                            e);
        } catch (IllegalStateException jvmStops) {
            close();
            throw new StackException("The stack in " + dataDir + " cannot start while the JVM stops", jvmStops);
        } finally {
            dismiss(guard);
        }
    }

    private static void dismiss(Thread guard) {
        try {
            Runtime.getRuntime().removeShutdownHook(guard);
        } catch (IllegalStateException jvmStops) {
            LOG.info("The JVM stops while the stack starts; its guard stops the stack");
        }
    }

    private synchronized void launch(EmbeddedStackBuilder options) {
        if (closed) {
            throw new IllegalStateException("closed before it started");
        }
        postgres = starting("PostgreSQL", () -> EmbeddedPostgresServer.start(options.postgresOptions(dataDir)));
        fluss = starting("Fluss", () -> options.startFluss(dataDir));
    }

    private <T> CompletableFuture<T> starting(String what, Supplier<T> start) {
        report(what + " starts in " + dataDir);
        return onOwnThread("start-" + what, () -> {
            long begin = System.nanoTime();
            T started = start.get();
            report(what + " runs after " + seconds(begin));
            return started;
        });
    }

    private CompletableFuture<Void> closing(String what, CompletableFuture<? extends AutoCloseable> started) {
        return onOwnThread("stop-" + what, () -> {
            long begin = System.nanoTime();
            // A part that failed to start cleaned up after itself, and start() has thrown
            // its failure.
            AutoCloseable part =
                    started.<AutoCloseable>handle((running, failure) -> running).join();
            if (part != null) {
                closeLogged(what, part);
                report(what + " stopped after " + seconds(begin));
            }
            return null;
        });
    }

    private static void closeLogged(String what, AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} did not stop cleanly; the rest of the stack goes on stopping", what, e);
        }
    }

    private static <T> CompletableFuture<T> onOwnThread(String name, Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, work -> new Thread(work, name).start());
    }

    private void report(String line) {
        synchronized (progress) {
            try {
                progress.accept(line);
            } catch (RuntimeException e) {
                LOG.warn("The progress consumer failed on '{}'; the stack goes on", line, e);
            }
        }
    }

    private static String seconds(long begin) {
        return String.format(
                Locale.ROOT,
                "%.1f s",
                Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0);
    }
}
