package dev.vigil.loop;

/**
 * All themes of loops together. A backend runs them with one class of a few lines, as it does the contract suite.
 */
public interface LoopContract
        extends LoopClosingContract,
                LoopExceptionContract,
                LoopInterruptContract,
                LoopPollFailureContract,
                TimerContract,
                TurnActionContract {}
