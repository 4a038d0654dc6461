package io.gridhouse.core.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Short strings, kept for when the same are met again: names of regions, kinds of usage and the like are in every row,
 * and rows that share them take less of the heap and are copied sooner by the collector.
 *
 * <p>One table per class loader, so one per job, of {@value #SLOTS} places, in each of which the last one stays: it takes
 * some megabytes at most, and text of which there are more only finds its place taken. Threads use it without a lock,
 * since what stands in a place never changes: at worst, one finds an older one and decodes again.
 */
public final class InternedText {

    private static final int SLOTS = 1 << 14;

    /** Bytes: longer text hardly repeats. */
    private static final int LONGEST = 64;

    private static final Entry[] PLACES = new Entry[SLOTS];

    private record Entry(String text, byte[] utf8) {}

    private InternedText() {}

    /** The string whose UTF-8 form the first {@code length} bytes are; malformed input becomes U+FFFD. */
    public static String decode(byte[] utf8, int length) {
        if (length > LONGEST) {
            return new String(utf8, 0, length, StandardCharsets.UTF_8);
        }
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + utf8[i];
        }
        int slot = slot(hash);
        Entry entry = PLACES[slot];
        if (entry == null || !Arrays.equals(entry.utf8, 0, entry.utf8.length, utf8, 0, length)) {
            entry = new Entry(new String(utf8, 0, length, StandardCharsets.UTF_8), Arrays.copyOf(utf8, length));
            PLACES[slot] = entry;
        }
        return entry.text;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 15) & SLOTS - 1;
    }
}
