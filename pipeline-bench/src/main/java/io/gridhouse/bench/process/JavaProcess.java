package io.gridhouse.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with this JVM's class path. What it prints goes into a file. It ends with this process at the latest, also when
 * somebody interrupts it.
 */
public final class JavaProcess implements AutoCloseable {

    private static final List<String> OPENED = List.of(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Dfile.encoding=UTF-8");
    private static final double BYTES_PER_MIB = 1 << 20;
    private static final int SHOWN_LINES = 5;
    private static final Duration KILL = Duration.ofSeconds(10);
    private static final Duration ORDERLY = Duration.ofSeconds(30);

    private final String name;
    private final Path output;
    private final Process process;
    private final Thread guard;

    private JavaProcess(String name, Path output, Process process) {
        this.name = name;
        this.output = output;
        this.process = process;
        this.guard = new Thread(this::end, "end-" + name);
        Runtime.getRuntime().addShutdownHook(guard);
    }

    /**
     * Starts a JVM.
     *
     * @param name for messages and the names of its files
     * @param logs folder of its output and its log
     * @param jvm options of the JVM
     * @param command main class and arguments
     */
    public static JavaProcess start(String name, Path logs, List<String> jvm, List<String> command) throws IOException {
        Path output = logs.resolve(name + ".out");
        List<String> line = new ArrayList<>();
        // A session of its own: Linux shares the CPU out between sessions where autogroups are on, and servers, peer
        // and load
        // would count as one beside each backend of PostgreSQL.
        line.add("setsid");
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(OPENED);
        line.addAll(jvm);
        line.add("-Dgridhouse.log.file=" + logs.resolve(name + ".log"));
        line.add("-cp");
        line.add(System.getProperty("java.class.path"));
        line.addAll(command);
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        return new JavaProcess(name, output, process);
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** True until it has ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it printed so far. */
    public String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /**
     * Throws when it has ended.
     *
     * @throws IllegalStateException with the last lines it printed
     */
    public void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "'%s' ended with code %d: %s".formatted(name, process.exitValue(), lastLines()));
        }
    }

    /**
     * Sends it a signal.
     *
     * @param signal its name without SIG
     */
    public void signal(String signal) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                .redirectErrorStream(true)
                .start();
        String printed = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = tool.waitFor();
        if (code != 0) {
            throw new IllegalStateException(
                    "kill -%s of '%s' ended with code %d: %s".formatted(signal, name, code, printed));
        }
    }

    /** What a full collection, made now, leaves on its heap, MiB. */
    public double liveHeapMib() throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String printed = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = tool.waitFor();
        return liveBytes(printed)
                        .orElseThrow(() -> new IllegalStateException(
                                "jcmd ended with code %d and told no total of '%s': %s".formatted(code, name, printed)))
                / BYTES_PER_MIB;
    }

    /** The bytes of the line {@code Total INSTANCES BYTES} that ends a class histogram. */
    static OptionalDouble liveBytes(String histogram) {
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length == 3 && words[0].equals("Total"))
                .mapToDouble(words -> Double.parseDouble(words[2]))
                .findFirst();
    }

    /**
     * Waits for its end.
     *
     * @throws IllegalStateException when it does not end in time, or with another code than 0
     */
    public void awaitEnd(Duration atMost) throws IOException, InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(
                    "'%s' did not end within %d s: %s".formatted(name, atMost.toSeconds(), lastLines()));
        }
        if (process.exitValue() != 0) {
            requireAlive();
        }
    }

    /** Asks it to end in order, and waits for that. */
    public void stop(Duration atMost) throws IOException, InterruptedException {
        process.destroy();
        awaitEnd(atMost);
    }

    /** Ends it at once, where it has not ended yet. */
    @Override
    public void close() throws IOException, InterruptedException {
        if (process.isAlive() && !process.destroyForcibly().waitFor(KILL.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("Process " + pid() + " ('" + name + "') can't be ended");
        }
        try {
            Runtime.getRuntime().removeShutdownHook(guard);
        } catch (IllegalStateException expected) {
            // This JVM ends, and the guard has nothing left to do.
        }
    }

    /** When this JVM ends first: in order, since the servers would leave PostgreSQL behind otherwise. */
    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(ORDERLY.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = output().lines().toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())) + " (" + output
                + ")";
    }
}
