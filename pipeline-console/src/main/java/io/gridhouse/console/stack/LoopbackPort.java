package io.gridhouse.console.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Chooses a TCP port on the loopback address.
 *
 * <p>Between the choice and the bind another process may take the port. Servers that can bind port
 * 0 themselves should do so; PostgreSQL cannot, so its start is tried again on another port when
 * the bind fails.
 */
final class LoopbackPort {

    private LoopbackPort() {}

    /**
     * @param preferred port to try first, 0 for none
     * @return {@code preferred} when it is free now, else another free port
     * @throws UncheckedIOException when no port can be bound at all
     */
    static int preferring(int preferred) {
        return preferred > 0 && isFree(preferred) ? preferred : anyFree();
    }

    /**
     * @param port a port from 1 to 65535
     * @return whether a server could bind it on the loopback address now
     */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(loopback(port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    private static int anyFree() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(loopback(0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free TCP port on the loopback address", e);
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
