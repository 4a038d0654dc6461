package io.gridhouse.core.operator;

import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.sample.Visit;

/** One step of a random history. Steps make sense after any others, so that a failing history can be shrunk. */
sealed interface Step {

    /** Inserts the visit, or updates the one that has its id. */
    record PutVisit(Visit visit) implements Step {}

    /** Deletes the visit, if it is there. */
    record RemoveVisit(long id) implements Step {}

    /** Inserts the guest, or updates the one that has the id. */
    record PutGuest(Guest guest) implements Step {}

    /** Deletes the guest, if it is there. */
    record RemoveGuest(long id) implements Step {}

    /**
     * A watermark that covers all but the last {@code behind} source changes. One of two upstream channels delivers
     * first, and also what it has ahead of the watermark.
     */
    record Advance(int behind, boolean secondFirst) implements Step {}

    /** A checkpoint barrier. */
    record Checkpoint() implements Step {}

    /** A stop with a checkpoint and a restart from it on so many subtasks. */
    record Restart(int parallelism) implements Step {}
}
