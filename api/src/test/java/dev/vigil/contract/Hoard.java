package dev.vigil.contract;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** All descriptors that a process has left. */
public final class Hoard {
    /**
     * So often in a row the system refuses another one before that is believed. The JVM has files of its own open for a moment,
     * those of its control group for one: each that it closes is hoarded too, and from then on it gets none.
     */
    private static final int REFUSALS = 20;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Deque<SocketChannel> channels = new ArrayDeque<>();

    public Hoard() {
        int refusals = 0;
        while (refusals < REFUSALS) {
            try {
                channels.push(SocketChannel.open());
                refusals = 0;
            } catch (IOException e) {
                refusals++;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Gives them back. */
    public void close() throws IOException {
        while (!channels.isEmpty()) {
            channels.pop().close();
        }
    }
}
