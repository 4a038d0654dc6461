package io.gridhouse.it.containers;

import java.util.Locale;

/** What tests run on, by {@code -Dgridhouse.stack}. */
enum StackChoice {
    /** Tests on containers are left out. */
    EMBEDDED,

    /** Tests on containers run, and fail where no container engine answers. */
    CONTAINERS,

    /** Tests on containers run where a container engine answers. */
    AUTO;

    static StackChoice current() {
        return valueOf(System.getProperty("gridhouse.stack", "auto").toUpperCase(Locale.ROOT));
    }
}
