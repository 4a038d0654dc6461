package io.gridhouse.bench.workload;

import io.gridhouse.bench.peer.Peer;
import io.gridhouse.bench.process.Servers;
import java.io.IOException;

/** CPU seconds that everything has taken at one moment. */
record CpuMeter(double peer, double postgres, double fluss, double load) {

    private static final double MILLION = 1_000_000;

    static CpuMeter read(Servers servers, Peer peer) throws IOException {
        // Without the children of this process, which are measured by themselves.
        double load = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(time -> time.toNanos() / 1e9)
                .orElse(0.0);
        return new CpuMeter(peer.cpuSeconds(), servers.postgresCpuSeconds(), servers.flussCpuSeconds(), load);
    }

    /** What was taken since an earlier moment. */
    CpuMeter minus(CpuMeter earlier) {
        return new CpuMeter(
                peer - earlier.peer, postgres - earlier.postgres, fluss - earlier.fluss, load - earlier.load);
    }

    /** What was taken since an earlier moment, per million of so many changes. */
    CpuShare since(CpuMeter earlier, long changes) {
        CpuMeter taken = minus(earlier);
        double factor = MILLION / Math.max(1, changes);
        return new CpuShare(taken.peer * factor, taken.postgres * factor, taken.fluss * factor, taken.load * factor);
    }
}
