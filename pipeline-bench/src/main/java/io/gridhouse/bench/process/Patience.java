package io.gridhouse.bench.process;

import io.gridhouse.console.cli.Interrupt;
import java.time.Duration;

/** Waits for conditions and for time to pass, and gives up when somebody asks the bench to end. */
public final class Patience {

    private static final Duration POLL = Duration.ofMillis(20);

    private final Interrupt interrupt;

    /** Listens to an interrupt. */
    public Patience(Interrupt interrupt) {
        this.interrupt = interrupt;
    }

    /** Something that becomes true from outside. */
    @FunctionalInterface
    public interface Condition {
        /** True when it has. */
        boolean holds() throws Exception;
    }

    /** Lets time pass: what is measured goes on meanwhile. */
    public void pass(Duration time) throws InterruptedException {
        if (interrupt.await(time)) {
            throw new InterruptedException("The bench was asked to end");
        }
    }

    /**
     * Waits for a condition.
     *
     * @param what for the message
     * @throws IllegalStateException when it does not hold in time
     */
    public void until(String what, Duration atMost, Condition condition) throws Exception {
        if (!within(atMost, condition)) {
            throw new IllegalStateException("It is not so after " + atMost.toSeconds() + " s that " + what);
        }
    }

    /** Waits for a condition; false when it does not hold in time. */
    public boolean within(Duration atMost, Condition condition) throws Exception {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pass(POLL);
        }
        return true;
    }
}
