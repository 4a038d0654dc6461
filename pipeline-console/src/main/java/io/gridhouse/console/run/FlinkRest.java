package io.gridhouse.console.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A Flink session cluster as its REST API shows it: takes jars, starts their jobs, tells how they are. */
public final class FlinkRest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Set<String> FINAL = Set.of("FINISHED", "CANCELED", "FAILED");
    private static final String CAUSE = "Caused by: ";
    private static final int FIRST_ERROR = 400;

    private final URI cluster;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    /** Speaks to a cluster; {@code cluster} is the Web UI's address, such as {@code http://localhost:8081}. */
    public FlinkRest(URI cluster) {
        this.cluster = cluster;
    }

    /** Sends a jar; returns the cluster's name of it. */
    public String upload(Path jar) throws IOException, InterruptedException {
        String boundary = UUID.randomUUID().toString();
        String head =
                "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\nContent-Type: application/java-archive\r\n\r\n"
                        .formatted(boundary, jar.getFileName());
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(head),
                BodyPublishers.ofFile(jar),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        JsonNode answer = send(request("/jars/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body));
        String path = answer.path("filename").asText();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Removes a jar that was sent; its jobs run on. */
    public void remove(String jar) throws IOException, InterruptedException {
        send(request("/jars/" + jar).DELETE());
    }

    /**
     * Starts the job of a jar; returns its id.
     *
     * @param jar the cluster's name of it
     * @param arguments of its main method, which runs on the cluster
     * @param savepoint null to start anew
     */
    public String run(String jar, List<String> arguments, String savepoint) throws IOException, InterruptedException {
        ObjectNode body = json.createObjectNode();
        arguments.forEach(body.putArray("programArgsList")::add);
        if (savepoint != null) {
            body.put("savepointPath", savepoint);
        }
        return send(request("/jars/" + jar + "/run")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json.writeValueAsString(body))))
                .path("jobid")
                .asText();
    }

    /** Ids of the jobs that are in no final state, by their names. */
    public Map<String, String> unfinishedJobs() throws IOException, InterruptedException {
        Map<String, String> jobs = new HashMap<>();
        for (JsonNode job : send(request("/jobs/overview").GET()).path("jobs")) {
            if (!FINAL.contains(job.path("state").asText())) {
                jobs.put(job.path("name").asText(), job.path("jid").asText());
            }
        }
        return jobs;
    }

    /**
     * How a job is.
     *
     * @param status Flink's name of it, such as {@code RUNNING}
     * @param tasks number of its tasks
     * @param running number of those that run
     */
    public record JobState(String status, int tasks, int running) {
        /** Whether the job and all its tasks run. */
        public boolean isRunning() {
            return "RUNNING".equals(status) && tasks > 0 && tasks == running;
        }

        /** Whether it will never run again. */
        public boolean isFinal() {
            return FINAL.contains(status);
        }
    }

    /** How a job is; {@code id} is Flink's. */
    public JobState state(String id) throws IOException, InterruptedException {
        JsonNode job = send(request("/jobs/" + id).GET());
        int tasks = 0;
        int running = 0;
        for (JsonNode vertex : job.path("vertices")) {
            tasks += vertex.path("parallelism").asInt();
            running += vertex.path("tasks").path("RUNNING").asInt();
        }
        return new JobState(job.path("state").asText(), tasks, running);
    }

    /**
     * How a job's checkpoints went since it was submitted.
     *
     * @param completed number of those that were completed
     * @param failed number of those that failed
     * @param medianMillis median time from trigger to end of those that were completed; 0 without any
     * @param greatestMillis the longest; 0 without any
     * @param stateBytes size of the last that was completed, with what it shares with earlier ones; 0 without any
     */
    public record CheckpointStatistics(
            long completed, long failed, double medianMillis, double greatestMillis, long stateBytes) {}

    /** How a job's checkpoints went; {@code id} is Flink's. */
    public CheckpointStatistics checkpoints(String id) throws IOException, InterruptedException {
        JsonNode checkpoints = send(request("/jobs/" + id + "/checkpoints").GET());
        JsonNode counts = checkpoints.path("counts");
        // Without any it tells NaN as a text.
        JsonNode durations = checkpoints.path("summary").path("end_to_end_duration");
        return new CheckpointStatistics(
                counts.path("completed").asLong(),
                counts.path("failed").asLong(),
                durations.path("p50").isNumber() ? durations.path("p50").asDouble() : 0,
                durations.path("max").asDouble(),
                checkpoints.path("latest").path("completed").path("state_size").asLong());
    }

    /**
     * Asks a job for a checkpoint, beside those by the clock; does not wait for it. {@code id} is Flink's. Returns what
     * {@link #checkpointEnded} has to be asked for until it says so: a cluster that is to end waits for that, for minutes.
     */
    public String triggerCheckpoint(String id) throws IOException, InterruptedException {
        return send(request("/jobs/" + id + "/checkpoints")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}")))
                .path("request-id")
                .asText();
    }

    /** Whether a checkpoint that was asked for has ended, well or not. */
    public boolean checkpointEnded(String id, String request) throws IOException, InterruptedException {
        return "COMPLETED"
                .equals(send(request("/jobs/" + id + "/checkpoints/" + request).GET())
                        .path("status")
                        .path("id")
                        .asText());
    }

    /** One line that says why a job failed last; empty when it did not. */
    public String failure(String id) throws IOException, InterruptedException {
        JsonNode entries = send(request("/jobs/" + id + "/exceptions").GET())
                .path("exceptionHistory")
                .path("entries");
        return entries.isEmpty() ? "" : reason(entries.get(0).path("stacktrace").asText());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(cluster.resolve(path)).timeout(TIMEOUT);
    }

    private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<String> response;
        try {
            response = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new FlinkRestException(
                    "Flink at %s does not answer: %s. Check --cluster, and that its JobManager runs"
                            .formatted(cluster, e),
                    e);
        }
        if (response.statusCode() >= FIRST_ERROR) {
            throw new FlinkRestException(
                    "Flink at %s refuses %s: %s"
                            .formatted(cluster, request.uri().getPath(), refusal(response.body())),
                    null);
        }
        return json.readTree(response.body());
    }

    private String refusal(String body) throws IOException {
        JsonNode errors = json.readTree(body).path("errors");
        return errors.isEmpty() ? body : reason(errors.get(errors.size() - 1).asText());
    }

    /** The message of the innermost cause in a printed stack trace, on one line. */
    static String reason(String trace) {
        int cause = trace.lastIndexOf(CAUSE);
        String innermost = cause < 0 ? trace : trace.substring(cause + CAUSE.length());
        int frames = innermost.indexOf("\n\tat ");
        String message = frames < 0 ? innermost : innermost.substring(0, frames);
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
