package dev.vigil.accept;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@link Sharing#EXCLUSIVE}: every loop watches the one listener exclusively and accepts for itself. */
final class ExclusiveLoops<C> implements Distribution {
    private final List<ExclusiveLoop<C>> loops = new ArrayList<>();

    ExclusiveLoops(Acceptor acceptor, AcceptorBuilder settings, Listener<C> listener, HandOver<C> handOver) {
        int size = settings.group.loops().size();
        for (int i = 0; i < size; i++) {
            loops.add(new ExclusiveLoop<>(this, acceptor, settings, i, listener, handOver));
        }
    }

    @Override
    public void start() throws IOException {
        for (ExclusiveLoop<C> loop : loops) {
            loop.start();
        }
    }

    @Override
    public void stop() {
        loops.forEach(ExclusiveLoop::stop);
    }

    /** Has a loop stand aside, if another one is there to accept. One at a time, or two could leave the listener to each other. */
    synchronized boolean standAside(ExclusiveLoop<C> leaving) {
        boolean anyThere = false;
        long byOthers = 0;
        for (ExclusiveLoop<C> loop : loops) {
            if (loop != leaving) {
                anyThere |= loop.mayAccept();
                byOthers += loop.handed();
            }
        }
        return anyThere && leaving.standAside(byOthers);
    }

    /** A loop has found a full batch: whoever stands aside is wanted. */
    void callBack() {
        for (ExclusiveLoop<C> loop : loops) {
            loop.callBack();
        }
    }

    /** Whether one of the loops stands aside. */
    boolean isAnyAside() {
        for (ExclusiveLoop<C> loop : loops) {
            if (loop.isAside()) {
                return true;
            }
        }
        return false;
    }
}
