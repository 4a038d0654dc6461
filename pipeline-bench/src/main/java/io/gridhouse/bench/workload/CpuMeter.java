package io.gridhouse.bench.workload;

import io.gridhouse.bench.peer.Peer;
import io.gridhouse.bench.process.Servers;
import java.io.IOException;
import java.sql.SQLException;

/** CPU seconds that everything has taken at one moment; {@link CpuShare} has the parts. */
record CpuMeter(double peer, double postgres, double fluss, double source, double load) {

    private static final double MILLION = 1_000_000;

    /** The difference of two moments means something when no session of the peer has ended between them. */
    static CpuMeter read(Servers servers, Peer peer) throws IOException, SQLException {
        // Without the children of this process, which are measured by themselves.
        double load = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(time -> time.toNanos() / 1e9)
                .orElse(0.0);
        double ofPeer = servers.peersCpuSeconds();
        return new CpuMeter(
                peer.cpuSeconds(), ofPeer, servers.flussCpuSeconds(), servers.postgresCpuSeconds() - ofPeer, load);
    }

    /** What was taken since an earlier moment. */
    CpuMeter minus(CpuMeter earlier) {
        return new CpuMeter(
                peer - earlier.peer,
                postgres - earlier.postgres,
                fluss - earlier.fluss,
                source - earlier.source,
                load - earlier.load);
    }

    /** All of it. */
    double total() {
        return peer + postgres + fluss + source + load;
    }

    /** The same per million of so many changes. */
    CpuShare per(long changes) {
        double factor = MILLION / Math.max(1, changes);
        return new CpuShare(peer * factor, postgres * factor, fluss * factor, source * factor, load * factor);
    }
}
