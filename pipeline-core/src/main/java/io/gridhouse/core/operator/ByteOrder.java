package io.gridhouse.core.operator;

/** Compares texts as their UTF-8 bytes compare, which is PostgreSQL's {@code COLLATE "C"}. */
final class ByteOrder {

    private ByteOrder() {}

    /** UTF-8 bytes compare as code points do; Java's own order differs for characters beyond U+FFFF. */
    static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean xSurrogate = Character.isSurrogate(x);
                boolean ySurrogate = Character.isSurrogate(y);
                return xSurrogate == ySurrogate ? Character.compare(x, y) : xSurrogate ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
