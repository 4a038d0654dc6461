package io.gridhouse.core.change;

/**
 * Where a change stands in the source's history.
 *
 * <p>{@code lsn} is the change's own WAL position, raised to the end of the transaction that committed before it. A
 * row change of a long transaction carries an older WAL position than changes of transactions that committed meanwhile;
 * raised, it never falls along the stream and is the same after a restart, because PostgreSQL sends transactions in
 * the order of their commits. Rows of the initial snapshot stand at {@link #SNAPSHOT_LSN}.
 *
 * @param lsn PostgreSQL log sequence number, in bytes of WAL; not negative
 * @param commitMillis commit time of the change, milliseconds since the epoch by the source's clock
 */
public record Position(long lsn, long commitMillis) {

    /** The position of rows that were read by the initial snapshot: before every streamed change. */
    public static final long SNAPSHOT_LSN = 0;

    /** The later of two positions; on a tie the one with the later commit. */
    public Position max(Position other) {
        if (lsn != other.lsn) {
            return lsn > other.lsn ? this : other;
        }
        return commitMillis >= other.commitMillis ? this : other;
    }
}
