package io.gridhouse.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be measured. */
enum WorkloadKind {
    /** Rising rates until the peer falls behind. */
    SUSTAINED,
    /** Changes that heaped up while the peer was stopped. */
    BACKLOG,
    /** The history alone, until the sink shows it. */
    SNAPSHOT,
    /** A user with many readings moves to another region. */
    MOVE,
    /** Single parts alone, without a peer. */
    CEILINGS;

    /** The name on the command line and in results. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The workload of a name.
     *
     * @throws IllegalArgumentException naming those that there are
     */
    static WorkloadKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no workload '" + label + "': there are "
                        + Arrays.stream(values()).map(WorkloadKind::label).collect(Collectors.joining(", "))));
    }
}
