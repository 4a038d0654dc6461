package io.gridhouse.core.operator;

import java.io.Serializable;
import java.util.function.Function;

/** A value that is computed from a row: a key, a text, a projection. Pure, and part of the job graph. */
@FunctionalInterface
public interface RowField<T, V> extends Function<T, V>, Serializable {}
