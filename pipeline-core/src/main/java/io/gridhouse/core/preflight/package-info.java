/** What is checked before a job starts: each finding is one line that names what, where and the remedy. */
package io.gridhouse.core.preflight;
