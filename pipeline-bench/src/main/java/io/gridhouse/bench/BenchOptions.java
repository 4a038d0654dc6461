package io.gridhouse.bench;

import io.gridhouse.bench.peer.PeerKind;
import io.gridhouse.bench.workload.Variant;
import io.gridhouse.bench.workload.WorkloadOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a bench does.
 *
 * @param peers in the order of their turns
 * @param workloads to put them through
 * @param variants that the first peer is put through beside the options' own data
 * @param rounds how often each peer goes through each workload
 * @param workload how much is asked
 * @param out folder of the results
 * @param add whether results are added to those in the folder, and not put in their place
 * @param command the arguments, as they were given
 * @param jvm options of every measured JVM beside its heap; empty for those of {@link PeerKind#jvm()}
 * @param settings of the warehouse, by option key, for every peer
 */
record BenchOptions(
        List<PeerKind> peers,
        List<WorkloadKind> workloads,
        List<Variant> variants,
        int rounds,
        WorkloadOptions workload,
        Path out,
        boolean add,
        String command,
        List<String> jvm,
        Map<String, String> settings) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    BenchOptions {
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds is " + rounds + ": it must be at least 1");
        }
        if (jvm.contains("")) {
            throw new IllegalArgumentException("--jvm is empty: it needs at least a collector, such as -XX:+UseG1GC");
        }
        if (peers.isEmpty()) {
            throw new IllegalArgumentException("--peers names none: there are " + PeerKind.labels());
        }
        peers = List.copyOf(peers);
        workloads = List.copyOf(workloads);
        variants = List.copyOf(variants);
        jvm = List.copyOf(jvm);
        settings = Map.copyOf(settings);
    }

    /** All options of the JVM of a peer that has one. */
    List<String> measuredJvm(PeerKind peer, Variant variant) {
        String heap = variant.heapMib() + "m";
        return Stream.concat(Stream.of("-Xms" + heap, "-Xmx" + heap), (jvm.isEmpty() ? peer.jvm() : jvm).stream())
                .toList();
    }
}
