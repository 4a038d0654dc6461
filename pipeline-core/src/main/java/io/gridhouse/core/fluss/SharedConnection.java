package io.gridhouse.core.fluss;

import java.util.HashMap;
import java.util.Map;
import org.apache.fluss.client.Connection;
import org.apache.fluss.client.ConnectionFactory;

/**
 * One Fluss connection for all of a JVM that reach the same servers in the same way.
 *
 * <p>A connection takes about two seconds to close and has threads and buffers of its own; a warehouse has nine
 * writers per subtask. The last one to close it closes it.
 */
final class SharedConnection implements AutoCloseable {

    private static final Map<Target, SharedConnection> OPEN = new HashMap<>();

    /** What makes two connections the same; the database is named with each table. */
    private record Target(String bootstrapServers, Map<String, String> client) {}

    private final Target target;
    private final Connection connection;
    private int users;

    private SharedConnection(Target target, FlussOptions options) {
        this.target = target;
        this.connection = ConnectionFactory.createConnection(options.configuration());
    }

    /** The connection for these options; each call needs its {@link #close}. */
    static SharedConnection open(FlussOptions options) {
        Target target = new Target(options.bootstrapServers(), options.client());
        synchronized (OPEN) {
            SharedConnection shared = OPEN.computeIfAbsent(target, t -> new SharedConnection(t, options));
            shared.users++;
            return shared;
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws Exception {
        synchronized (OPEN) {
            users--;
            if (users > 0) {
                return;
            }
            OPEN.remove(target);
        }
        connection.close();
    }
}
