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

            // A step has six operations that wait for each other: 500 at 3 GHz, and far more if nothing was summed up.
            assertThat(first).isBetween(20.0, 2_000.0);
            assertThat(second).isBetween(20.0, 2_000.0);
        }
    }
}
