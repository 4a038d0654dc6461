package io.gridhouse.core.cdc;

/** Reads PostgreSQL's text of a NUMERIC into an unscaled long, without a BigDecimal on the way. */
final class DecimalText {

    private DecimalText() {}

    /**
     * The unscaled value of {@code text} at the given scale.
     *
     * @param text for example {@code -12.50}
     * @throws ArithmeticException when it has more digits after the point than the scale, or overflows
     * @throws NumberFormatException when it is no number
     */
    static long unscaled(String text, int scale) {
        int length = text.length();
        int at = 0;
        boolean negative = length > 0 && text.charAt(0) == '-';
        if (negative) {
            at++;
        }
        long value = 0;
        int decimals = -1;
        boolean digits = false;
        for (; at < length; at++) {
            char c = text.charAt(at);
            if (c == '.' && decimals < 0) {
                decimals = 0;
            } else if (c >= '0' && c <= '9') {
                digits = true;
                if (decimals >= scale && c != '0') {
                    throw new ArithmeticException(text + " has more than " + scale + " digits after the point");
                }
                if (decimals < scale) {
                    value = Math.addExact(Math.multiplyExact(value, 10), c - '0');
                    decimals += decimals >= 0 ? 1 : 0;
                }
            } else {
                throw new NumberFormatException(text);
            }
        }
        if (!digits) {
            throw new NumberFormatException(text);
        }
        for (int have = Math.max(decimals, 0); have < scale; have++) {
            value = Math.multiplyExact(value, 10);
        }
        return negative ? -value : value;
    }
}
