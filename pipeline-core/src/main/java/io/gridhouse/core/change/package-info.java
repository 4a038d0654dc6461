/** Changes of rows, their position in the source's history, and their Flink serializers. */
package io.gridhouse.core.change;
