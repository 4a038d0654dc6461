package io.gridhouse.power;

/** How the warehouse is cut into jobs. Both topologies keep the same tables. */
public enum PowerTopology {
    /** One job computes all layers in memory, and writes each to Fluss as it goes. */
    SINGLE,
    /** One job per layer, each reading the layer below from Fluss. */
    LAYERED
}
