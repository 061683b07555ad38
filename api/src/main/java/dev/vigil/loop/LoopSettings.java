package dev.vigil.loop;

import java.time.Duration;

/**
 * What a loop is started with.
 *
 * @param name the name of its thread
 * @param exceptionHandler what is done with exceptions
 * @param budget how many tasks, and how many timers, run in a turn
 * @param daemon whether its thread is a daemon
 * @param patience how long polls may fail until the loop gives up
 */
record LoopSettings(
        String name, LoopExceptionHandler exceptionHandler, int budget, boolean daemon, Duration patience) {}
