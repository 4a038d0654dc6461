package io.gridhouse.power;

/** The operators of the power job with their uids in savepoints. A uid is never reused for another operator. */
enum PowerOperator {
    GATE("reading-gate"),
    READINGS("readings"),
    READINGS_BY_USER("readings-by-user"),
    PROFILES("profiles"),
    QUARANTINE("quarantine"),
    DETAILS("details"),
    DETAILS_BY_USER_DAY("details-by-user-day"),
    USER_DAYS("user-day-totals"),
    USER_DAILY("user-daily"),
    DETAILS_BY_REGION_HOUR("details-by-region-hour"),
    REGION_HOURS("region-hours"),
    HOURS_BY_REGION_DAY("hours-by-region-day"),
    PEAKS("peaks"),
    USER_DAYS_BY_REGION_DAY("user-days-by-region-day"),
    REGION_DAYS("region-days"),
    RANKING("ranking"),
    TOP_USERS("top-users"),
    RANKING_BY_REGION_DAY("ranking-by-region-day"),
    TOP_USER("top-user"),
    STATS_PART("stats-part"),
    PEAK_PART("peak-part"),
    TOP_PART("top-part"),
    DASHBOARD("dashboard"),
    DASHBOARD_POSITIONS("dashboard-positions");

    private final String uid;

    PowerOperator(String uid) {
        this.uid = uid;
    }

    /** In savepoints, and shown in the Web UI. */
    String uid() {
        return uid;
    }
}
