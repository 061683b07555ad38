package dev.vigil.contract;

/** The themes of threads, and of rules 13 to 21: what a poll does, and what is done while it goes on. */
public interface PollingContract
        extends AllocationContract,
                BatchContract,
                ChangeContract,
                CloseContract,
                InterruptContract,
                LeakContract,
                NestingContract,
                RandomContract,
                StatisticsContract,
                ThreadContract,
                TimeoutContract,
                WakeUpContract,
                WatchfulContract {}
