package io.gridhouse.it.containers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.containers.Container.ExecResult;

/** Flink as its operators use it: the {@code flink} command in the JobManager's container, and the REST API. */
final class FlinkCluster {

    private static final String JAR = "/jars/gridhouse-jobs.jar";
    /** Where the compose file puts {@code power.yaml}. */
    static final String SETTINGS = "/etc/gridhouse/power.yaml";

    private static final String SAVEPOINTS = "file:///var/lib/flink/savepoints";
    private static final Pattern SUBMITTED = Pattern.compile("Job has been submitted with JobID ([0-9a-f]{32})");
    private static final Pattern SAVED = Pattern.compile("Savepoint completed. Path: (\\S+)");
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

    private final ComposeStack stack;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    FlinkCluster(ComposeStack stack) {
        this.stack = stack;
    }

    /**
     * Submits a job by {@code flink run}; returns its id.
     *
     * @param job the name of the job in the jar, and options that say which part of it
     * @param savepoint null to start with the snapshot
     * @param options settings after those of the compose file's {@code power.yaml}, each {@code --key=value}
     */
    String run(List<String> job, String savepoint, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("flink", "run", "-d"));
        if (savepoint != null) {
            command.addAll(List.of("-s", savepoint));
        }
        command.add(JAR);
        command.addAll(job);
        command.addAll(List.of("--config", SETTINGS));
        command.addAll(options);
        return flink(SUBMITTED, command);
    }

    /** Stops a job by {@code flink stop}; returns where its savepoint lies. */
    String stopWithSavepoint(String job) throws IOException, InterruptedException {
        return flink(SAVED, List.of("flink", "stop", "--savepointPath", SAVEPOINTS, job));
    }

    private String flink(Pattern answer, List<String> command) throws IOException, InterruptedException {
        ExecResult result = stack.exec("jobmanager", command.toArray(new String[0]));
        Matcher matcher = answer.matcher(result.getStdout());
        if (result.getExitCode() != 0 || !matcher.find()) {
            throw new IllegalStateException("%s ended with %d:%n%s%n%s"
                    .formatted(
                            String.join(" ", command), result.getExitCode(), result.getStdout(), result.getStderr()));
        }
        return matcher.group(1);
    }

    /** The job's status; all its tasks run when it is {@code RUNNING} and {@link #allTasksRun}. */
    String status(String job) throws IOException, InterruptedException {
        return get("/jobs/" + job).path("state").asText();
    }

    boolean allTasksRun(String job) throws IOException, InterruptedException {
        JsonNode vertices = get("/jobs/" + job).path("vertices");
        for (JsonNode vertex : vertices) {
            if (vertex.path("tasks").path("RUNNING").asInt()
                    != vertex.path("parallelism").asInt()) {
                return false;
            }
        }
        return !vertices.isEmpty();
    }

    /** How many TaskManagers are registered. */
    int taskManagers() throws IOException, InterruptedException {
        return get("/taskmanagers").path("taskmanagers").size();
    }

    /** How often the job was restarted since its JobManager started. */
    int restarts(String job) throws IOException, InterruptedException {
        JsonNode values = get("/jobs/" + job + "/metrics?get=numRestarts");
        return values.isEmpty() ? 0 : values.get(0).path("value").asInt();
    }

    /** Flink's last failure of the job, for messages. */
    String failure(String job) throws IOException, InterruptedException {
        return get("/jobs/" + job + "/exceptions")
                .path("exceptionHistory")
                .path("entries")
                .toString();
    }

    /**
     * Checkpoints of a job since its JobManager started.
     *
     * @param restored how often the job began from one
     */
    record Checkpoints(int completed, int failed, int restored) {
        static final Checkpoints NONE = new Checkpoints(0, 0, 0);

        Checkpoints and(Checkpoints other) {
            return new Checkpoints(completed + other.completed, failed + other.failed, restored + other.restored);
        }

        Checkpoints since(Checkpoints earlier) {
            return new Checkpoints(completed - earlier.completed, failed - earlier.failed, restored - earlier.restored);
        }
    }

    Checkpoints checkpoints(String job) throws IOException, InterruptedException {
        JsonNode counts = get("/jobs/" + job + "/checkpoints").path("counts");
        return new Checkpoints(
                counts.path("completed").asInt(),
                counts.path("failed").asInt(),
                counts.path("restored").asInt());
    }

    /**
     * The values of a metric of an operator, one per subtask. Flink renews them every ten seconds.
     *
     * @param operator a part of the operator's name
     */
    List<Double> metric(String job, String operator, String metric) throws IOException, InterruptedException {
        List<Double> values = new ArrayList<>();
        for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
            String path = "/jobs/" + job + "/vertices/" + vertex.path("id").asText() + "/metrics";
            List<String> names = new ArrayList<>();
            for (JsonNode known : get(path)) {
                String name = known.path("id").asText();
                if (name.contains(operator) && name.endsWith("." + metric)) {
                    names.add(name);
                }
            }
            if (!names.isEmpty()) {
                for (JsonNode value : get(path + "?get=" + String.join(",", names))) {
                    values.add(value.path("value").asDouble());
                }
            }
        }
        return values;
    }

    /** Cancels what runs. */
    void cancelAll() throws IOException, InterruptedException {
        for (String job : unfinished()) {
            send(HttpRequest.newBuilder(uri("/jobs/" + job + "?mode=cancel"))
                    .method("PATCH", HttpRequest.BodyPublishers.noBody()));
        }
    }

    /** The jobs that are in no final state. */
    List<String> unfinished() throws IOException, InterruptedException {
        List<String> jobs = new ArrayList<>();
        for (JsonNode job : get("/jobs/overview").path("jobs")) {
            if (!List.of("FINISHED", "CANCELED", "FAILED")
                    .contains(job.path("state").asText())) {
                jobs.add(job.path("jid").asText());
            }
        }
        return jobs;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    /** The address of Web UI and API. */
    String web() {
        return "http://localhost:" + stack.variable("FLINK_PORT");
    }

    private URI uri(String path) {
        return URI.create(web() + path);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.timeout(REQUEST_TIMEOUT).build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(response.request().uri() + " answered " + response.statusCode() + ": "
                    + response.body().lines().findFirst().orElse(""));
        }
        return json.readTree(response.body());
    }
}
