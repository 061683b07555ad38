package dev.vigil.stream;

/** All themes of streams together. A backend runs them with one class of a few lines, as it does the contract suite. */
public interface StreamContract
        extends DatagramContract,
                StreamBlockingContract,
                StreamCarrierContract,
                StreamCarryingContract,
                StreamEndContract,
                StreamPressureContract,
                StreamRandomContract {}
