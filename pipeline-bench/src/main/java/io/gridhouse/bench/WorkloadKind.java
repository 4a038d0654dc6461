package io.gridhouse.bench;

import io.gridhouse.bench.peer.PeerKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be measured, in the order in which a peer goes through it. */
enum WorkloadKind {
    /** The history alone, until the sink shows it. */
    SNAPSHOT(false),
    /** Changes that heaped up while the peer was stopped. */
    BACKLOG(true),
    /** Changes that heaped up while the peer's process stood still. It follows on the other backlog, so its JVM is warm. */
    STALL(true),
    /** The connection to the source breaks. */
    RECOVERY(true),
    /** A user with many readings moves to another region. */
    MOVE(false),
    /** Single changes while nothing else happens. */
    TYPED(false),
    /** Rising rates until the peer falls behind. Who keeps up longer has more history behind it, so it comes late. */
    SUSTAINED(false),
    /** What the source loses while it is read. */
    SOURCE(true),
    /** A long even load, and the heap beside it. Once, for the first peer. */
    STEADY(true),
    /** Single parts alone, without a peer. */
    CEILINGS(false);

    private final boolean throughSlot;

    WorkloadKind(boolean throughSlot) {
        this.throughSlot = throughSlot;
    }

    /** The name on the command line and in results. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True when each round has it for each peer. */
    boolean everyRound() {
        return this != STEADY && this != CEILINGS;
    }

    /** True when a peer can be put through it. */
    boolean suits(PeerKind peer) {
        return peer.readsThroughSlot() || !throughSlot;
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
