package io.gridhouse.core.cdc;

import io.gridhouse.core.change.Position;
import io.gridhouse.core.change.TaggedChange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Decodes the messages of PostgreSQL's plugin pgoutput, protocol version 1, into typed changes of the captured tables
 * (PostgreSQL's documentation, 'Logical Replication Message Formats'). For one thread.
 *
 * <p>An update that changes the primary key becomes a delete and an insert. TRUNCATE is not a change of rows and is passed
 * over, as are tables that nobody captures.
 */
final class PgOutputDecoder {

    /** Microseconds from 1970 to 2000, at which the times of the protocol begin. */
    private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

    private static final long MICROS_PER_MILLI = 1_000;

    private final Map<String, TableChanges<?>> tables = new HashMap<>();
    private final Map<Integer, String> names;
    private final Map<Integer, Announced> announced = new HashMap<>();
    private final LongPredicate seen;
    private final int tags;
    private List<TaggedChange> changes = new ArrayList<>();
    private long transactionLsn;
    private boolean replayed;
    private long commitMillis;
    private long committedLsn;
    private long endLsn;
    private boolean inTransaction;
    private boolean captured;

    /** A captured table that the server has announced, and the images of the message under way. */
    private record Announced(TableChanges<?> changes, TupleRow before, TupleRow after) {}

    /**
     * A decoder that begins between two transactions.
     *
     * @param names of captured tables by PostgreSQL's number, whatever they are called later; {@link RelationIds}
     * @param committedLsn end of the last transaction with a captured change before the first that is sent
     * @param seen whether an earlier run can have seen the transaction whose commit record stands at a position: its
     *     changes get the tags of a replay, see {@link ChangeDeserializer#tags}
     */
    PgOutputDecoder(
            List<CapturedTable<?>> captured, Map<Integer, String> names, long committedLsn, LongPredicate seen) {
        this.names = Map.copyOf(names);
        this.committedLsn = committedLsn;
        this.endLsn = committedLsn;
        this.seen = seen;
        this.tags = ChangeDeserializer.tags(captured);
        for (int tag = 0; tag < captured.size(); tag++) {
            CapturedTable<?> table = captured.get(tag);
            tables.put(table.qualifiedName(), new TableChanges<>(tag, table, captured.size()));
        }
    }

    /** Changes that were decoded and not taken. */
    int waiting() {
        return changes.size();
    }

    /** The changes that were decoded since the last call. */
    List<TaggedChange> take() {
        List<TaggedChange> taken = changes;
        changes = new ArrayList<>(taken.size());
        return taken;
    }

    /**
     * The end of the last transaction with a captured change that was decoded whole. Positions of the next one are raised to it
     * (ADR 2), so it must not depend on what else the server sends: that is not sent again after it was confirmed.
     */
    long committedLsn() {
        return committedLsn;
    }

    /** The end of the last transaction that was decoded whole, with a captured change or without. */
    long endLsn() {
        return endLsn;
    }

    /** The position of the commit record of the transaction that was begun last. */
    long transactionLsn() {
        return transactionLsn;
    }

    /** Whether a transaction has begun whose end was not decoded. */
    boolean inTransaction() {
        return inTransaction;
    }

    /**
     * Decodes one message.
     *
     * @param lsn the WAL position that the server gave with it
     * @throws IllegalStateException when the table is not what its row type says
     */
    void decode(ByteBuffer message, long lsn) {
        char kind = (char) message.get();
        switch (kind) {
            case 'B' -> begin(message);
            case 'C' -> commit(message);
            case 'R' -> relation(message);
            case 'I' -> insert(message, lsn);
            case 'U' -> update(message, lsn);
            case 'D' -> delete(message, lsn);
            case 'T', 'Y', 'O', 'M' -> {
                // TRUNCATE, a type's name, where a change came from, a message of a user: none changes a row.
            }
            default -> throw new IllegalStateException("pgoutput sent a message of kind '" + kind + "' at " + lsn);
        }
    }

    private void begin(ByteBuffer message) {
        transactionLsn = message.getLong();
        replayed = seen.test(transactionLsn);
        commitMillis = Math.floorDiv(message.getLong() + POSTGRES_EPOCH_MICROS, MICROS_PER_MILLI);
        inTransaction = true;
        captured = false;
    }

    private void commit(ByteBuffer message) {
        message.get();
        message.getLong();
        endLsn = message.getLong();
        committedLsn = captured ? endLsn : committedLsn;
        inTransaction = false;
    }

    private void relation(ByteBuffer message) {
        int id = message.getInt();
        String schema = string(message);
        String name = schema + "." + string(message);
        TableChanges<?> table = tables.get(names.getOrDefault(id, name));
        if (table == null) {
            announced.remove(id);
            return;
        }
        message.get();
        int count = message.getShort();
        List<String> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            message.get();
            columns.add(string(message));
            message.getInt();
            message.getInt();
        }
        Relation relation = Relation.of(table.table(), columns);
        announced.put(
                id, new Announced(table, new TupleRow(relation, table.table()), new TupleRow(relation, table.table())));
    }

    private void insert(ByteBuffer message, long lsn) {
        Announced table = announced.get(message.getInt());
        if (table != null) {
            message.get();
            table.changes.read(null, table.after.over(message, null), position(lsn), this::add);
        }
    }

    private void update(ByteBuffer message, long lsn) {
        Announced table = announced.get(message.getInt());
        if (table == null) {
            return;
        }
        TupleRow before = before(table, (char) message.get(), message);
        message.get();
        TupleRow after = table.after.over(message, before);
        if (after.hasKeyOf(before)) {
            table.changes.read(before, after, position(lsn), this::add);
        } else {
            table.changes.read(before, null, position(lsn), this::add);
            table.changes.read(null, after, position(lsn), this::add);
        }
    }

    private void delete(ByteBuffer message, long lsn) {
        Announced table = announced.get(message.getInt());
        if (table != null) {
            table.changes.read(before(table, (char) message.get(), message), null, position(lsn), this::add);
        }
    }

    private void add(TaggedChange change) {
        captured = true;
        changes.add(replayed ? new TaggedChange(change.tag() + tags, change.change()) : change);
    }

    private static TupleRow before(Announced table, char kind, ByteBuffer message) {
        if (kind != 'O') {
            throw new IllegalStateException(("The change of a row of %s lacks the row before: set the table's replica"
                            + " identity to full, as 'gridhouse init' does, and run 'gridhouse clean' and 'init' if"
                            + " changes were made without it")
                    .formatted(table.changes.table().qualifiedName()));
        }
        return table.before.over(message, null);
    }

    private Position position(long lsn) {
        return new Position(Math.max(lsn, committedLsn), commitMillis);
    }

    private static String string(ByteBuffer message) {
        int start = message.position();
        while (message.get() != 0) {
            // Texts of the protocol end with a zero byte.
        }
        return new String(
                message.array(), message.arrayOffset() + start, message.position() - 1 - start, StandardCharsets.UTF_8);
    }
}
