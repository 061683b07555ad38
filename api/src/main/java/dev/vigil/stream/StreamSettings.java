package dev.vigil.stream;

/** What streams were built with. Times are in nanoseconds, 0 for none; the memory is that of one loop. */
record StreamSettings(
        int messageBytes,
        int highMark,
        int lowMark,
        long memoryBytes,
        long budgetBytes,
        long idleNanos,
        long writeNanos,
        boolean readsWhenFull) {}
