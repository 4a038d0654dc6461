package io.gridhouse.it.containers;

import io.gridhouse.core.config.GridhouseOptions;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * Gives a test its {@link ContainerWarehouse}, on one stack of containers for the whole run. Where {@link StackChoice} and
 * the machine say that there are no containers, the test is left out.
 */
final class ContainersExtension
        implements ExecutionCondition, ParameterResolver, BeforeEachCallback, AfterEachCallback {

    /** The tag of tests that say something on a machine that does nothing else. */
    static final String MEASUREMENT = "measurement";

    private static final Namespace NAMESPACE = Namespace.create(ContainersExtension.class);
    private static final Logger LOG = LoggerFactory.getLogger(ContainersExtension.class);

    /** Asked once: the answer takes seconds where there is no engine, and one line about it is enough. */
    private static final class Engine {
        static final boolean ANSWERS = DockerClientFactory.instance().isDockerAvailable();

        static {
            if (!ANSWERS) {
                LOG.warn("No container engine answers, so tests run on the embedded stack only");
            }
        }

        private Engine() {}
    }

    /** One stack at a time: the next test may need another one. */
    private static final class CurrentStack implements AutoCloseable {

        private ComposeStack stack;
        private Map<String, String> variables;

        ComposeStack with(Map<String, String> asked) {
            if (stack == null || !asked.equals(variables)) {
                close();
                stack = ComposeStack.start(asked);
                variables = asked;
            }
            return stack;
        }

        @Override
        public void close() {
            if (stack != null) {
                stack.close();
                stack = null;
            }
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return switch (StackChoice.current()) {
            case EMBEDDED -> ConditionEvaluationResult.disabled("-Dgridhouse.stack=embedded");
            // Also without an engine: the test then fails, as it should where containers were asked for.
            case CONTAINERS -> ConditionEvaluationResult.enabled("-Dgridhouse.stack=containers");
            case AUTO ->
                Engine.ANSWERS
                        ? ConditionEvaluationResult.enabled("a container engine answers")
                        : ConditionEvaluationResult.disabled("no container engine answers");
        };
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (!Engine.ANSWERS) {
            throw new IllegalStateException(
                    "-Dgridhouse.stack=containers, but no container engine answers: start Docker, or use auto");
        }
        boolean measures = context.getTags().contains(MEASUREMENT);
        ComposeStack stack = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(CurrentStack.class, type -> new CurrentStack(), CurrentStack.class)
                .with(measures ? ComposeStack.oneTaskManager() : ComposeStack.twoTaskManagers());
        // In a test of correctness each table is on both tablet servers.
        int buckets = measures ? GridhouseOptions.FLUSS_BUCKETS.defaultValue() : 2;
        context.getStore(NAMESPACE).put(ContainerWarehouse.class, new ContainerWarehouse(stack, buckets));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ContainerWarehouse.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).get(ContainerWarehouse.class);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        ContainerWarehouse warehouse =
                context.getStore(NAMESPACE).remove(ContainerWarehouse.class, ContainerWarehouse.class);
        if (warehouse != null) {
            warehouse.close();
        }
    }
}
