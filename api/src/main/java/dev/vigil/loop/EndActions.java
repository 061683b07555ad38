package dev.vigil.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What is to be done on a loop's thread when the loop ends. */
final class EndActions {
    private static final System.Logger LOG = System.getLogger("dev.vigil.loop");

    private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();

    void add(Runnable action) {
        actions.add(action);
    }

    boolean remove(Runnable action) {
        return actions.remove(action);
    }

    void run(EventLoop loop) {
        for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
            try {
                action.run();
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.WARNING, "at the end of loop " + loop.name(), e);
            }
        }
    }
}
