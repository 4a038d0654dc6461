/** The hand-written operators: keyed, retracting, bundled, generic and few. */
package io.gridhouse.core.operator;
