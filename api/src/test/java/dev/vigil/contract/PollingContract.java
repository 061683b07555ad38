package dev.vigil.contract;

/** The themes of rules 13 to 17: what a poll does. */
public interface PollingContract extends BatchContract, InterruptContract, TimeoutContract, WakeUpContract {}
