package io.gridhouse.core.fluss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.fluss.config.ConfigOptions;
import org.apache.fluss.config.Configuration;
import org.junit.jupiter.api.Test;

class FlussOptionsTest {

    private static Configuration configuration(Map<String, String> client) {
        return new FlussOptions("coordinator:9123", "stategrid_db", client).configuration();
    }

    @Test
    void theClientIsSetForShortWaits() {
        Configuration client = configuration(Map.of());

        assertThat(client.get(ConfigOptions.CLIENT_WRITER_BATCH_TIMEOUT)).hasMillis(5);
        assertThat(client.get(ConfigOptions.CLIENT_SCANNER_LOG_FETCH_WAIT_MAX_TIME))
                .hasMillis(15);
        assertThat(client.get(ConfigOptions.NETTY_CLIENT_NUM_NETWORK_THREADS)).isEqualTo(1);
        assertThat(client.get(ConfigOptions.BOOTSTRAP_SERVERS)).containsExactly("coordinator:9123");
    }

    @Test
    void whatTheSettingsNameHolds() {
        Configuration client = configuration(Map.of(
                "client.writer.batch-timeout", "7ms",
                "client.scanner.log.fetch.wait-max-time", "30ms",
                "netty.client.num-network-threads", "4"));

        assertThat(client.get(ConfigOptions.CLIENT_WRITER_BATCH_TIMEOUT)).hasMillis(7);
        assertThat(client.get(ConfigOptions.CLIENT_SCANNER_LOG_FETCH_WAIT_MAX_TIME))
                .hasMillis(30);
        assertThat(client.get(ConfigOptions.NETTY_CLIENT_NUM_NETWORK_THREADS)).isEqualTo(4);
    }
}
