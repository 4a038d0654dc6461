package io.gridhouse.bench.workload;

import java.time.Duration;
import java.util.SplittableRandom;

/** Single changes with pauses between them, as a person makes them, while nothing else changes. */
public final class Typing {

    private static final int SHORTEST_PAUSE_MILLIS = 50;
    private static final int LONGEST_PAUSE_MILLIS = 250;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Trial trial;

    /** A workload for a peer that is up. */
    public Typing(Trial trial) {
        this.trial = trial;
    }

    /** Commits one change after another, each when the sink shows the one before. */
    public Latency run() throws Exception {
        SplittableRandom pauses = new SplittableRandom(trial.options().profile().seed());
        try (SinkProbe probe = trial.probe()) {
            for (int change = 0; change < trial.options().typed(); change++) {
                probe.commit();
                trial.awaitShown(probe, PATIENCE);
                trial.patience().pass(Duration.ofMillis(pauses.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS)));
            }
            Latency latency = probe.ages(0, probe.written());
            trial.report(
                    "typed: p50 %.1f, p99 %.1f, max %.1f ms".formatted(latency.p50(), latency.p99(), latency.max()));
            return latency;
        }
    }
}
