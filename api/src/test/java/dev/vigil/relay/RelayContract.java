package dev.vigil.relay;

/** All themes of relays together. A backend runs them with one class of a few lines, as it does the contract suite. */
public interface RelayContract
        extends RelayCarryingContract,
                RelayClosingContract,
                RelayConnectContract,
                RelayMemoryContract,
                RelayMistakeContract,
                RelayOrderContract,
                RelayRandomContract,
                RelayResetContract,
                RelayTroubleContract {}
