package dev.vigil.contract;

/** All themes together: what every backend runs. */
public interface EventSourceContract extends EventContract, PollingContract {}
