package dev.vigil.loop;

/** What a loop does with an exception that a handler, a task or a timer let out. */
@FunctionalInterface
public interface LoopExceptionHandler {
    /** Logs the exception with {@link System.Logger} {@code dev.vigil.loop} and goes on. */
    LoopExceptionHandler LOG = (loop, thrown) -> System.getLogger("dev.vigil.loop")
            .log(System.Logger.Level.ERROR, "loop " + loop.name() + " goes on after an exception", thrown);

    /** Logs the exception and ends the loop. */
    LoopExceptionHandler LOG_AND_CLOSE = (loop, thrown) -> {
        System.getLogger("dev.vigil.loop")
                .log(System.Logger.Level.ERROR, "loop " + loop.name() + " ends after an exception", thrown);
        loop.closeNow();
    };

    /**
     * Decides. Runs on the loop's thread. What it throws itself ends the loop.
     *
     * @param loop the loop
     * @param thrown what was let out
     */
    void onException(EventLoop loop, Throwable thrown);
}
