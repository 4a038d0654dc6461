package io.gridhouse.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the numbers were measured on.
 *
 * @param cores that the JVM sees
 * @param memoryMib of the machine
 * @param processor its model; "unknown" where the kernel does not tell, as on some ARM machines
 * @param system name and version of the kernel
 * @param java version and maker of the JVM
 */
public record Machine(int cores, long memoryMib, String processor, String system, String java) {

    private static final long KIB_PER_MIB = 1024;

    /** This machine. */
    public static Machine here() throws IOException {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(value("/proc/meminfo", "MemTotal").orElseThrow().replaceAll("\\D", "")) / KIB_PER_MIB,
                value("/proc/cpuinfo", "model name").orElse("unknown"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    }

    /** The value behind a name. */
    private static Optional<String> value(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }
}
