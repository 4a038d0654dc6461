package io.gridhouse.it.containers;

import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The containers of {@code deploy/compose/compose.yaml}, that very file, on free ports: PostgreSQL, ZooKeeper, a Fluss
 * coordinator and two tablet servers, a JobManager and one or two TaskManagers. Each of these has one slot per job, so that
 * a job of parallelism 2 needs two.
 */
final class ComposeStack implements AutoCloseable {

    private static final Path FOLDER =
            Path.of("..", "deploy", "compose").toAbsolutePath().normalize();
    private static final Path FILE = FOLDER.resolve("compose.yaml");
    private static final Duration START = Duration.ofMinutes(4);
    private static final long COMMAND_SECONDS = 120;

    /** Labels by which compose finds its containers again. */
    private static final String PROJECT = "com.docker.compose.project";

    private static final String SERVICE = "com.docker.compose.service";
    private static final String NUMBER = "com.docker.compose.container-number";

    private static final List<String> HEALTHY = List.of(
            "postgres-1", "zookeeper-1", "coordinator-1", "tablet-1-1", "tablet-2-1", "jobmanager-1", "taskmanager-1");
    private static final List<String> PORTS =
            List.of("POSTGRES_PORT", "FLUSS_PORT", "FLUSS_TABLET_1_PORT", "FLUSS_TABLET_2_PORT", "FLINK_PORT");
    private static final List<String> PASSWORDS =
            List.of("POSTGRES_PASSWORD", "SOURCE_PASSWORD", "SINK_PASSWORD", "GRAFANA_PASSWORD");

    /** For JVMs that live for some minutes: the optimizing compiler would take more than it gives. */
    private static final String SHORT_LIVED = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private final ComposeContainer compose;
    private final Map<String, String> variables;

    private ComposeStack(ComposeContainer compose, Map<String, String> variables) {
        this.compose = compose;
        this.variables = variables;
    }

    /** The variables that tests of correctness run with: two of what there can be two of. */
    static Map<String, String> twoTaskManagers() {
        return Map.of(
                "TASKMANAGERS",
                "2",
                "TASKMANAGER_SLOTS",
                Integer.toString(Topology.mostJobs()),
                "TASKMANAGER_JVM_ARGS",
                SHORT_LIVED,
                "TABLET_JVM_ARGS",
                SHORT_LIVED,
                "HEALTH_INTERVAL",
                "2s",
                // Short, so that comparisons meet tables with snapshots, which this machine can't open.
                "FLUSS_SNAPSHOT_INTERVAL",
                "15s");
    }

    /** The variables that measurements run with: as the README says for the layered topology. */
    static Map<String, String> oneTaskManager() {
        return Map.of("TASKMANAGER_SLOTS", Integer.toString(Topology.mostJobs()), "TASKMANAGER_MEMORY", "3g");
    }

    /** Starts the containers with these variables of the compose file, beside ports and passwords. */
    static ComposeStack start(Map<String, String> asked) {
        Map<String, String> variables = new LinkedHashMap<>(asked);
        freePorts(PORTS, variables);
        SecureRandom random = new SecureRandom();
        for (String password : PASSWORDS) {
            byte[] bytes = new byte[12];
            random.nextBytes(bytes);
            variables.put(password, HexFormat.of().formatHex(bytes));
        }
        ComposeContainer compose = new ComposeContainer("gridhouse-it-", FILE.toFile())
                .withPull(false)
                .withEnv(variables)
                .withServices(
                        "postgres", "zookeeper", "coordinator", "tablet-1", "tablet-2", "jobmanager", "taskmanager");
        for (String service : HEALTHY) {
            compose.waitingFor(service, Wait.forHealthcheck().withStartupTimeout(START));
        }
        compose.start();
        return new ComposeStack(compose, variables);
    }

    /** Ports that are free now; all are held until the last is found, so that none is found twice. */
    private static void freePorts(List<String> names, Map<String, String> into) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (String name : names) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                into.put(name, Integer.toString(socket.getLocalPort()));
            }
            for (ServerSocket socket : held) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No free ports for the containers", e);
        }
    }

    /** The value of a variable of the compose file. */
    String variable(String name) {
        return variables.get(name);
    }

    /** Runs a command in a service's first container. */
    ExecResult exec(String service, String... command) throws IOException, InterruptedException {
        List<String> limited = new ArrayList<>(List.of("timeout", Long.toString(COMMAND_SECONDS)));
        limited.addAll(List.of(command));
        return container(service).execInContainer(limited.toArray(new String[0]));
    }

    private ContainerState container(String service) {
        return compose.getContainerByServiceName(service + "-1")
                .orElseThrow(() -> new IllegalStateException("There is no container of " + service));
    }

    /** Ends a service's first container as a crash would, and starts it again. */
    void crashAndRestart(String service) {
        String id = container(service).getContainerId();
        DockerClientFactory.lazyClient().killContainerCmd(id).exec();
        DockerClientFactory.lazyClient().startContainerCmd(id).exec();
    }

    /** Ends a service's first container as a crash would, removes it, and has compose make another one. */
    void crashAndReplace(String service) throws IOException, InterruptedException {
        // Any container of the stack knows its project; this one is never replaced.
        String project =
                container("postgres").getContainerInfo().getConfig().getLabels().get(PROJECT);
        String id = firstContainer(project, service);
        DockerClientFactory.lazyClient().killContainerCmd(id).exec();
        DockerClientFactory.lazyClient().removeContainerCmd(id).exec();
        ProcessBuilder command = new ProcessBuilder(
                        "docker", "compose", "-p", project, "up", "-d", "--no-recreate", "--no-deps", service)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        command.environment().putAll(variables);
        Process process = command.start();
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("'docker compose up' did not replace the container of " + service);
        }
    }

    /** The id of the first container that a service has now; Testcontainers knows the ids at the start only. */
    private static String firstContainer(String project, String service) {
        List<Container> containers = DockerClientFactory.lazyClient()
                .listContainersCmd()
                .withLabelFilter(Map.of(PROJECT, project, SERVICE, service))
                .exec();
        return containers.stream()
                .min(Comparator.comparing(container -> container.getLabels().get(NUMBER)))
                .orElseThrow(() -> new IllegalStateException("There is no container of " + service))
                .getId();
    }

    @Override
    public void close() {
        compose.stop();
    }
}
