package io.gridhouse.it.containers;

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
        ComposeStack stack = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(ComposeStack.class, type -> ComposeStack.start(), ComposeStack.class);
        context.getStore(NAMESPACE).put(ContainerWarehouse.class, new ContainerWarehouse(stack));
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
