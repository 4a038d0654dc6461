package io.gridhouse.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineSpeedTest {

    /** Also when a second has not passed: a workload may be shorter. */
    @Test
    void eachCallTellsASpeed() {
        try (MachineSpeed speed = new MachineSpeed()) {
            double first = speed.taken();
            double second = speed.taken();

            // A step is three shifts that wait for each other: between 20 cycles and less than one.
            assertThat(first).isBetween(20.0, 10_000.0);
            assertThat(second).isBetween(20.0, 10_000.0);
        }
    }
}
