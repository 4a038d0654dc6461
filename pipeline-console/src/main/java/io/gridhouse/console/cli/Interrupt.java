package io.gridhouse.console.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * Ctrl-C and SIGTERM as a wish to end in order: the command that waits here wakes up, finishes and exits with its own
 * code. A second Ctrl-C ends the process at once, through its shutdown hooks.
 */
public final class Interrupt {

    private static final int EXIT_INTERRUPTED = 130;

    private final CountDownLatch asked = new CountDownLatch(1);

    private Interrupt() {}

    /** Takes over the signals from now on. */
    public static Interrupt install() {
        Interrupt interrupt = new Interrupt();
        for (String name : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(name), signal -> interrupt.ask());
        }
        return interrupt;
    }

    private void ask() {
        if (asked.getCount() == 0) {
            // On a thread of its own: exit waits for the hooks, and signals are delivered one after the other.
            new Thread(() -> System.exit(EXIT_INTERRUPTED), "exit-now").start();
        }
        asked.countDown();
    }

    /** Waits until somebody asks to end, or the time is over; true when asked. */
    public boolean await(Duration atMost) throws InterruptedException {
        return asked.await(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** Waits until somebody asks to end. */
    public void await() throws InterruptedException {
        asked.await();
    }

    /** True when somebody asked to end. */
    public boolean isAsked() {
        return asked.getCount() == 0;
    }
}
