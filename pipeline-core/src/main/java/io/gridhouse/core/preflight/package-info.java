/** What is checked and done before a job starts. Each finding is one line that names what, where and the remedy. */
package io.gridhouse.core.preflight;
