package dev.vigil.loop;

/** What a loop does with an exception that a handler, a task or a timer let out. */
@FunctionalInterface
public interface LoopExceptionHandler {
    /**
     * Logs the exception with {@link System.Logger} {@code dev.vigil.loop} and goes on. Of each class of exceptions the first
     * five within a minute have a log line each; how many more there were is told at the end of it.
     */
    LoopExceptionHandler LOG = (loop, thrown) -> loop.exceptionLog().log(thrown);

    /** Logs the exception and ends the loop. */
    LoopExceptionHandler LOG_AND_CLOSE = (loop, thrown) -> {
        System.getLogger("dev.vigil.loop")
                .log(System.Logger.Level.ERROR, "loop " + loop.name() + " ends after an exception", thrown);
        loop.closeNow();
    };

    /**
     * Decides. Runs on the loop's thread. What it throws itself ends the loop: nothing more is begun, and the thread ends with
     * that exception.
     *
     * @param loop the loop
     * @param thrown what was let out
     */
    void onException(EventLoop loop, Throwable thrown);
}
