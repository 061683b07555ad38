package dev.vigil.accept;

import dev.vigil.Interest;
import dev.vigil.loop.EventLoop;
import java.io.IOException;

/** A loop that accepts for itself from a listener of its own, among several bound to one address. */
final class AcceptingLoop<C> {
    private final int number;
    private final EventLoop loop;
    private final HandOver<C> handOver;
    private final int batch;
    private final ListenerWatch<C> watch;

    AcceptingLoop(Acceptor acceptor, AcceptorBuilder settings, int number, Listener<C> listener, HandOver<C> handOver) {
        this.number = number;
        this.loop = settings.group.loops().get(number);
        this.handOver = handOver;
        this.batch = settings.batch;
        this.watch = new ListenerWatch<>(acceptor, loop, listener, Interest.READ, settings.retryAfter, this::serve);
    }

    void start() throws IOException {
        watch.start();
    }

    void stop() {
        watch.stop();
    }

    private void serve() throws IOException {
        for (int i = 0; i < batch && watch.mayAccept(); i++) {
            C connection = watch.accept();
            if (connection == null) {
                return;
            }
            handOver.give(number, loop, connection);
        }
    }
}
