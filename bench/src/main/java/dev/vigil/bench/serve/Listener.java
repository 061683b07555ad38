package dev.vigil.bench.serve;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * Accepts for one loop, on a listening socket that all loops watch.
 *
 * <p>Where the backend has it the socket is watched exclusively: a new connection wakes one loop, and that loop goes to the back
 * of the queue. Elsewhere it wakes all that are waiting, and those that come too late find nothing to accept. One listening
 * socket for each loop (SO_REUSEPORT) would avoid that too, but then the kernel deals connections out blindly, also to a loop
 * that is stuck, and a second server on the same port would not be refused.
 */
final class Listener implements EventHandler {
    /** Accepted at most before the connections there are get their turn. */
    private static final int BATCH = 16;

    /** How long to leave a listening socket alone that cannot be served: it stays ready, so polling on would spin. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ServerSocketChannel socket;
    private final ServerLoop loop;
    private final Interest interest;
    private Registration registration;
    private boolean paused;
    private boolean told;
    private long resumeAt;

    private Listener(ServerSocketChannel socket, ServerLoop loop, Interest interest) {
        this.socket = socket;
        this.loop = loop;
        this.interest = interest;
    }

    static Listener register(ServerSocketChannel socket, boolean shared, EventSource source, ServerLoop loop)
            throws IOException {
        boolean exclusive = shared && source.features().contains(Feature.EXCLUSIVE);
        Listener listener = new Listener(socket, loop, exclusive ? Interest.READ.exclusive() : Interest.READ);
        listener.registration = source.register(socket, listener.interest, listener);
        return listener;
    }

    @Override
    public void onReady(Registration self, Readiness ready) throws IOException {
        int accepted = 0;
        try {
            while (accepted < BATCH) {
                SocketChannel channel = socket.accept();
                if (channel == null) {
                    break;
                }
                accepted++;
                loop.serve(channel);
            }
        } catch (IOException e) {
            // Descriptors or memory have run out (EMFILE, ENFILE, ENOBUFS); clients wait in the backlog meanwhile.
            pause(e);
            return;
        }
        if (accepted > 0) {
            self.rotate();
        }
    }

    private void pause(IOException reason) throws IOException {
        registration.update(Interest.NONE);
        paused = true;
        resumeAt = System.nanoTime() + PAUSE_NANOS;
        if (!told) {
            told = true;
            System.err.println(Thread.currentThread().getName() + ": cannot accept (" + reason.getMessage()
                    + "), trying again every 100 ms");
        }
    }

    boolean isPaused() {
        return paused;
    }

    /** How much of the pause is left; 0 if it is over. */
    long nanosOfPause() {
        return Math.max(0, resumeAt - System.nanoTime());
    }

    void resumeIfDue() throws IOException {
        if (nanosOfPause() == 0) {
            paused = false;
            registration.update(interest);
        }
    }
}
