package io.gridhouse.core.operator;

import io.gridhouse.core.change.Change;
import io.gridhouse.core.change.Position;
import io.gridhouse.core.sample.Guest;
import io.gridhouse.core.sample.Visit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The naive source database: its rows as they are now, and what a statement changes. */
final class Source {

    private static final long FIRST_COMMIT = 1_700_000_000_000L;

    /**
     * One point of the history.
     *
     * @param visits what a batch query would see
     * @param guests what a batch query would see
     * @param visitChanges every change of visits until then
     */
    record Snapshot(Map<Long, Visit> visits, Map<Long, Guest> guests, List<Change<Visit>> visitChanges) {}

    private final Map<Long, Visit> visits = new HashMap<>();
    private final Map<Long, Guest> guests = new HashMap<>();
    private final List<Change<Visit>> visitChanges = new ArrayList<>();
    private long changes;

    Snapshot snapshot() {
        return new Snapshot(Map.copyOf(visits), Map.copyOf(guests), List.copyOf(visitChanges));
    }

    Change<Visit> put(Visit visit) {
        Change<Visit> change = new Change<>(visits.put(visit.id(), visit), visit, next());
        visitChanges.add(change);
        return change;
    }

    Change<Guest> put(Guest guest) {
        return new Change<>(guests.put(guest.id(), guest), guest, next());
    }

    /** The delete, or null when there is no such visit. */
    Change<Visit> removeVisit(long id) {
        Visit removed = visits.remove(id);
        if (removed == null) {
            return null;
        }
        Change<Visit> change = Change.delete(removed, next());
        visitChanges.add(change);
        return change;
    }

    /** The delete, or null when there is no such guest. */
    Change<Guest> removeGuest(long id) {
        Guest removed = guests.remove(id);
        return removed == null ? null : Change.delete(removed, next());
    }

    private Position next() {
        changes++;
        return new Position(1_000 + changes * 8, FIRST_COMMIT + changes);
    }
}
