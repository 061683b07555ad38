package dev.vigil.accept;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.Timer;
import java.io.IOException;
import java.time.Duration;

/**
 * One loop that watches one listener: its registration, its pauses, and accepts that fail.
 *
 * <p>With EMFILE, ENFILE, ENOBUFS the connection stays where it is and the listener stays readable. Without a pause a level
 * registration would spin.
 */
final class ListenerWatch<C> {
    /** What the loop does when its listener is ready. */
    @FunctionalInterface
    interface Server {
        void serve() throws IOException;
    }

    /** How often to look for connections that nobody was woken for, and whether the listener is still open. */
    static final Duration LOOK = Duration.ofSeconds(1);

    /** One failure may be the fault of a connection, which is gone with it; two in a row are the system's. */
    private static final int FAILURES = 2;

    private final Acceptor acceptor;
    private final EventLoop loop;
    private final Listener<C> listener;
    private final Interest interest;
    private final Duration retryAfter;
    private final Server server;
    private final AcceptPause pause;

    /** Written once, before the first event; read by the thread that closes. */
    private volatile Registration registration;

    private volatile Timer look;

    ListenerWatch(
            Acceptor acceptor,
            EventLoop loop,
            Listener<C> listener,
            Interest interest,
            Duration retryAfter,
            Server server) {
        this.acceptor = acceptor;
        this.loop = loop;
        this.listener = listener;
        this.interest = interest;
        this.retryAfter = retryAfter;
        this.server = server;
        this.pause = new AcceptPause(loop, this::update);
    }

    void start() throws IOException {
        look = loop.schedulePeriodically(LOOK, this::look);
        registration = listener.register(loop.source(), Interest.NONE, this::onReady);
        registration.update(interest);
    }

    private void onReady(Registration self, Readiness ready) throws IOException {
        if (ready.isInvalid()) {
            acceptor.listenerClosed(listener);
        } else {
            server.serve();
        }
    }

    /** Watches no more, and waits until no thread is in a system call with the listener. By any thread. */
    void stop() {
        Timer timer = look;
        if (timer != null) {
            timer.cancel();
        }
        Registration standing = registration;
        if (standing != null) {
            try {
                standing.detach();
            } catch (RuntimeException | Error e) {
                // The others are to be stopped too.
                acceptor.notStopped(listener, e);
            }
        }
    }

    AcceptPause pause() {
        return pause;
    }

    /** Whether the loop watches the listener: not while it pauses, nor once it or the acceptor has ended. For any thread. */
    boolean mayAccept() {
        return acceptor.isActive() && isAlive() && pause.isWatching();
    }

    /** Whether neither the acceptor nor the loop has ended. For any thread. */
    boolean isAlive() {
        Registration standing = registration;
        return standing != null && standing.isActive();
    }

    /** A connection, or null: nobody waits, or the system refuses and the loop pauses now, or the listener is gone. */
    C accept() {
        int failures = 0;
        while (true) {
            try {
                return listener.accept();
            } catch (Throwable e) {
                if (!listener.isOpen()) {
                    acceptor.listenerClosed(listener);
                    return null;
                }
                failures++;
                if (failures == FAILURES) {
                    acceptor.refused(e);
                    pause.pause(retryAfter);
                    return null;
                }
            }
        }
    }

    /** Goes to the back of the wake-up queue. */
    void rotate() throws IOException {
        try {
            registration.rotate();
        } catch (IOException | RuntimeException e) {
            if (!isClosed()) {
                throw e;
            }
        }
    }

    /** Brings the registration in line with the pause. */
    private void update() {
        if (!acceptor.isActive() || !isAlive()) {
            return;
        }
        try {
            registration.update(pause.isWatching() ? interest : Interest.NONE);
        } catch (IOException | RuntimeException e) {
            if (!isClosed()) {
                loop.report(e);
            }
        }
    }

    /** Why a call may be refused: another thread has closed the listener or the acceptor meanwhile. */
    private boolean isClosed() {
        if (!listener.isOpen()) {
            acceptor.listenerClosed(listener);
            return true;
        }
        return !registration.isActive();
    }

    private void look() {
        if (!listener.isOpen()) {
            acceptor.listenerClosed(listener);
        } else if (mayAccept()) {
            try {
                server.serve();
            } catch (Throwable e) {
                loop.report(e);
            }
        }
    }
}
