package io.gridhouse.it;

import io.gridhouse.console.stack.EmbeddedStack;
import io.gridhouse.core.fluss.FlussOptions;
import io.gridhouse.core.fluss.FlussTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test its {@link Warehouse}: on one stack for the whole run, with a source database, replication slot,
 * publication and Fluss database of its own, all of which are gone after the test.
 */
final class WarehouseExtension implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(WarehouseExtension.class);
    private static final AtomicInteger WAREHOUSES = new AtomicInteger();

    /**
     * JUnit closes it when the run ends. The tables keep the connection open that set-ups and verifications share, since
     * each would take two seconds to close one of its own.
     */
    private record SharedStack(EmbeddedStack stack, FlussTables connected) implements AutoCloseable {
        static SharedStack start() {
            EmbeddedStack stack =
                    EmbeddedStack.builder().temporary().pgPort(0).flussPort(0).start();
            return new SharedStack(
                    stack, new FlussTables(new FlussOptions(stack.fluss().bootstrapServers(), "none", Map.of())));
        }

        @Override
        public void close() throws Exception {
            connected.close();
            stack.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Warehouse.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        EmbeddedStack stack = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(SharedStack.class, type -> SharedStack.start(), SharedStack.class)
                .stack();
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(Warehouse.class, type -> warehouse(stack), Warehouse.class);
    }

    private static Warehouse warehouse(EmbeddedStack stack) {
        try {
            Path folder = Files.createTempDirectory("gridhouse-it-");
            return Warehouse.create(stack, "it_" + WAREHOUSES.incrementAndGet(), folder);
        } catch (Exception e) {
            throw new IllegalStateException("The warehouse of this test could not be made: " + e.getMessage(), e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Warehouse warehouse = context.getStore(NAMESPACE).remove(Warehouse.class, Warehouse.class);
        if (warehouse != null) {
            warehouse.close();
        }
    }
}
