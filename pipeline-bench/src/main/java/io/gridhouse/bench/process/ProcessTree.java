package io.gridhouse.bench.process;

import io.gridhouse.core.preflight.PreflightException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** CPU time and memory of processes with all their descendants, as Linux' {@code /proc} tells. */
public final class ProcessTree {

    private static final Path PROC = Path.of("/proc");

    /** USER_HZ: the kernel's unit towards programs, 100 on every platform that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final double KIB_PER_MIB = 1024;

    /** Places behind the command's name in {@code /proc/PID/stat}, see proc(5). */
    private static final int PARENT = 1;

    private static final int USER_TIME = 11;
    private static final int CHILDREN_SYSTEM_TIME = 14;

    private ProcessTree() {}

    /**
     * Refuses systems without {@code /proc}.
     *
     * @throws PreflightException saying what to do
     */
    public static void require() {
        if (!Files.isReadable(PROC.resolve("self/stat"))) {
            throw new PreflightException(
                    List.of("The bench reads CPU times from /proc, which this system lacks: run it on Linux"));
        }
    }

    /**
     * CPU seconds, user and system, that a process and its descendants have taken, those included that have ended and
     * were waited for. 0 when there is no such process.
     */
    public static double cpuSeconds(long root) throws IOException {
        Map<Long, List<Stat>> children = new HashMap<>();
        Deque<Stat> left = new ArrayDeque<>();
        for (Stat stat : all()) {
            children.computeIfAbsent(stat.parent, parent -> new ArrayList<>()).add(stat);
            if (stat.pid == root) {
                left.add(stat);
            }
        }
        long ticks = 0;
        while (!left.isEmpty()) {
            Stat stat = left.poll();
            ticks += stat.ticks;
            left.addAll(children.getOrDefault(stat.pid, List.of()));
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The most memory that a process ever had resident, in MiB; 0 when there is no such process. */
    public static double peakMemoryMib(long pid) throws IOException {
        Path status = PROC.resolve(Long.toString(pid)).resolve("status");
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB;
                }
            }
            return 0;
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }

    private static List<Stat> all() throws IOException {
        List<Stat> stats = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                Stat stat = stat(process);
                if (stat != null) {
                    stats.add(stat);
                }
            }
        }
        return stats;
    }

    /** Null when the process has ended meanwhile. */
    private static Stat stat(Path process) {
        try {
            return parse(Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException ended) {
            // ESRCH as well as a missing file.
            return null;
        }
    }

    /** Reads a line of {@code /proc/PID/stat}; the command's name may hold blanks and brackets. */
    static Stat parse(String line) {
        int name = line.lastIndexOf(')');
        String[] fields = line.substring(name + 2).split(" ");
        long ticks = 0;
        for (int i = USER_TIME; i <= CHILDREN_SYSTEM_TIME; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return new Stat(Long.parseLong(line.substring(0, line.indexOf(' '))), Long.parseLong(fields[PARENT]), ticks);
    }

    /** A process: its number, its parent's, and the time it and its ended children took. */
    record Stat(long pid, long parent, long ticks) {}
}
