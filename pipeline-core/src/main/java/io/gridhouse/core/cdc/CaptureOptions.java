package io.gridhouse.core.cdc;

import io.gridhouse.core.jdbc.PostgresOptions;
import java.io.Serializable;

/**
 * How changes are captured.
 *
 * @param database the source
 * @param slot name of the replication slot; one per warehouse
 * @param publication name of the publication, which {@code init} creates
 * @param pollMillis how long changes of the stream wait at most to be handed to the job together, milliseconds
 * @param bundleMillis longest wait of a change for others to be folded with, milliseconds
 * @param snapshotChunkRows rows of a snapshot chunk
 */
public record CaptureOptions(
        PostgresOptions database,
        String slot,
        String publication,
        long pollMillis,
        long bundleMillis,
        int snapshotChunkRows)
        implements Serializable {}
