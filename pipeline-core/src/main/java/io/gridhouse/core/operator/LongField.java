package io.gridhouse.core.operator;

import java.io.Serializable;
import java.util.function.ToLongFunction;

/** A number of a row: a scaled decimal, a count, an id. Pure, and part of the job graph. */
@FunctionalInterface
public interface LongField<T> extends ToLongFunction<T>, Serializable {}
