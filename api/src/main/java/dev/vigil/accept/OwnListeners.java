package dev.vigil.accept;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@link Sharing#REUSE_PORT}: the kernel deals connections out, and every loop accepts from a listener of its own. */
final class OwnListeners<C> implements Distribution {
    private final List<AcceptingLoop<C>> loops = new ArrayList<>();

    OwnListeners(Acceptor acceptor, AcceptorBuilder settings, List<Listener<C>> listeners, HandOver<C> handOver) {
        for (int i = 0; i < listeners.size(); i++) {
            loops.add(new AcceptingLoop<>(acceptor, settings, i, listeners.get(i), handOver));
        }
    }

    @Override
    public void start() throws IOException {
        for (AcceptingLoop<C> loop : loops) {
            loop.start();
        }
    }

    @Override
    public void stop() {
        loops.forEach(AcceptingLoop::stop);
    }
}
