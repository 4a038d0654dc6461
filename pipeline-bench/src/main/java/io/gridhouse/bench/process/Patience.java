package io.gridhouse.bench.process;

import io.gridhouse.console.cli.Interrupt;
import java.time.Duration;

/** Waits for conditions and for time to pass, and gives up when somebody asks the bench to end. */
public final class Patience {

    private static final Duration POLL = Duration.ofMillis(20);

    private final Pause pause;

    /** Listens to an interrupt. */
    public Patience(Interrupt interrupt) {
        this(interrupt::await);
    }

    Patience(Pause pause) {
        this.pause = pause;
    }

    /** Lets time pass; true when somebody asks to end meanwhile. */
    @FunctionalInterface
    interface Pause {
        boolean await(Duration atMost) throws InterruptedException;
    }

    /** Something that becomes true from outside. */
    @FunctionalInterface
    public interface Condition {
        /** True when it has. */
        boolean holds() throws Exception;
    }

    /** Lets time pass: what is measured goes on meanwhile. */
    public void pass(Duration time) throws InterruptedException {
        if (pause.await(time)) {
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

    /**
     * Waits for a condition; false when it does not hold in time. The time counts from the first look's end, and there is a
     * second look: to compare a long history takes longer than the time that a table is given to catch up.
     */
    public boolean within(Duration atMost, Condition condition) throws Exception {
        if (condition.holds()) {
            return true;
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        do {
            pass(POLL);
            if (condition.holds()) {
                return true;
            }
        } while (System.nanoTime() <= deadline);
        return false;
    }
}
