package io.gridhouse.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridhouse.bench.process.ProcessTree.Stat;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {

    @Test
    void aCommandMayHoldBlanksAndBrackets() {
        String line = "42 (a (b) c) S 7 42 42 0 -1 4194304 1 2 3 4 100 20 3 4 20 0 30 0 1000 0 0";

        assertThat(ProcessTree.parse(line)).isEqualTo(new Stat(42, 7, 127));
    }

    @Test
    void thisProcessHasTakenTimeAndMemory() throws Exception {
        long pid = ProcessHandle.current().pid();

        assertThat(ProcessTree.cpuSeconds(pid)).isPositive();
        assertThat(ProcessTree.peakMemoryMib(pid)).isPositive();
    }

    @Test
    void aProcessThatIsNotThereTakesNothing() throws Exception {
        // Above the greatest number that Linux gives.
        long nobody = 1L << 40;

        assertThat(ProcessTree.cpuSeconds(nobody)).isZero();
        assertThat(ProcessTree.peakMemoryMib(nobody)).isZero();
    }
}
