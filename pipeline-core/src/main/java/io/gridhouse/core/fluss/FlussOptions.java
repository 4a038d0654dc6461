package io.gridhouse.core.fluss;

import java.io.Serializable;
import java.util.Map;
import org.apache.fluss.config.Configuration;

/**
 * How to reach Fluss.
 *
 * @param bootstrapServers {@code host:port} of coordinator or tablet servers, comma-separated
 * @param database the warehouse's database
 * @param client further options of the Fluss client, such as {@code client.writer.batch-timeout}
 */
public record FlussOptions(String bootstrapServers, String database, Map<String, String> client)
        implements Serializable {

    public FlussOptions {
        client = Map.copyOf(client);
    }

    /** The client's configuration. */
    public Configuration configuration() {
        Configuration configuration = new Configuration();
        // The default of 100 ms delays every write by it. At 0 the client's sender never sleeps and takes a whole core
        // (measured: 73 % of one, idle); at 5 ms it takes less than one percent.
        configuration.setString("client.writer.batch-timeout", "5ms");
        // A bucket without followers answers a fetch that found nothing at the end of this time, whatever is appended
        // meanwhile (Fluss 0.9: only a follower's fetch wakes others). At the default of 500 ms each layer waits a
        // quarter of a second: p50 621 ms through five jobs at 100 changes/s, 108 ms with this one.
        configuration.setString("client.scanner.log.fetch.wait-max-time", "15ms");
        // Per connection, and readers have their own: with the default of four, five jobs on one TaskManager had 33
        // of these threads, and woke one or another for each answer.
        configuration.setString("netty.client.num-network-threads", "1");
        client.forEach(configuration::setString);
        configuration.setString("bootstrap.servers", bootstrapServers);
        return configuration;
    }
}
