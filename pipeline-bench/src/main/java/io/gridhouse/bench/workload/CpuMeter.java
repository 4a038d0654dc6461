package io.gridhouse.bench.workload;

import io.gridhouse.bench.peer.Peer;
import io.gridhouse.bench.process.Servers;
import java.io.IOException;
import java.sql.SQLException;

/** CPU seconds that everything has taken at one moment; {@link CpuShare} has the parts. */
record CpuMeter(double peer, double postgres, double fluss, double sessions, double load) {

    static final double MILLION = 1_000_000;

    /** Only of two moments between which no session of the load came or went may the difference be taken. */
    static CpuMeter read(Servers servers, Peer peer) throws IOException, SQLException {
        // Without the children of this process, which are measured by themselves.
        double load = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(time -> time.toNanos() / 1e9)
                .orElse(0.0);
        double sessions = servers.loadCpuSeconds();
        return new CpuMeter(
                peer.cpuSeconds(), servers.postgresCpuSeconds() - sessions, servers.flussCpuSeconds(), sessions, load);
    }

    /** What was taken since an earlier moment. */
    CpuMeter minus(CpuMeter earlier) {
        return new CpuMeter(
                peer - earlier.peer,
                postgres - earlier.postgres,
                fluss - earlier.fluss,
                sessions - earlier.sessions,
                load - earlier.load);
    }

    /** What was taken since an earlier moment, per million of so many changes. */
    CpuShare since(CpuMeter earlier, long changes) {
        CpuMeter taken = minus(earlier);
        double factor = MILLION / Math.max(1, changes);
        return new CpuShare(
                taken.peer * factor,
                taken.postgres * factor,
                taken.fluss * factor,
                taken.sessions * factor,
                taken.load * factor);
    }
}
