package io.gridhouse.core.fluss;

import java.util.HashMap;
import java.util.Map;
import org.apache.fluss.client.Connection;
import org.apache.fluss.client.ConnectionFactory;

/**
 * One Fluss connection for all writers of a JVM that use the same options.
 *
 * <p>A connection takes about two seconds to close and has threads and buffers of its own; a warehouse has nine
 * writers per subtask. The last one to close it closes it.
 */
final class SharedConnection implements AutoCloseable {

    private static final Map<FlussOptions, SharedConnection> OPEN = new HashMap<>();

    private final FlussOptions options;
    private final Connection connection;
    private int users;

    private SharedConnection(FlussOptions options) {
        this.options = options;
        this.connection = ConnectionFactory.createConnection(options.configuration());
    }

    /** The connection for these options; each call needs its {@link #close}. */
    static SharedConnection open(FlussOptions options) {
        synchronized (OPEN) {
            SharedConnection shared = OPEN.computeIfAbsent(options, SharedConnection::new);
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
            OPEN.remove(options);
        }
        connection.close();
    }
}
