package io.gridhouse.bench.report;

/**
 * Something that the warehouse is to reach, and what it reached.
 *
 * @param what it is about
 * @param asked what is to be reached
 * @param measured what was, for a person
 * @param met whether it is
 */
record Target(String what, String asked, String measured, boolean met) {}
