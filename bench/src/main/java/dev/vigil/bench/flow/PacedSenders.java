package dev.vigil.bench.flow;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends at a rate, each stream at the same. A stream that is pushed sends as much as is taken instead. */
final class PacedSenders extends FlowThread {
    private static final int CHUNK = 1 << 16;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final List<Stream> streams;
    private final double bytesPerSecond;
    private final Pattern pattern = new Pattern(CHUNK);
    private final Pace[] paces;
    private volatile int pushed;
    private volatile int unblocked;

    /** {@code bytesPerSecond} is the rate of each. */
    PacedSenders(List<Stream> streams, double bytesPerSecond) throws IOException {
        super("paced senders");
        this.streams = List.copyOf(streams);
        this.bytesPerSecond = bytesPerSecond;
        paces = new Pace[streams.size()];
    }

    /** From now on the first so many streams are pushed. */
    void push(int count) {
        pushed = count;
        unblocked = count;
    }

    /** Whether those pushed could not send a byte when they last tried. */
    boolean arePushedBlocked() {
        return unblocked == 0;
    }

    @Override
    void resumed() {
        long now = System.nanoTime();
        for (int i = 0; i < paces.length; i++) {
            paces[i] = new Pace(bytesPerSecond, now);
        }
    }

    @Override
    void turn() throws IOException {
        long start = System.nanoTime();
        int pushing = pushed;
        int taking = 0;
        for (int i = 0; i < paces.length; i++) {
            if (i < pushing) {
                taking += send(streams.get(i), CHUNK) > 0 ? 1 : 0;
                paces[i].due(start);
                paces[i].keep(0);
            } else {
                sendDue(i, start);
            }
        }
        if (pushing == pushed) {
            unblocked = taking;
        }
        LockSupport.parkNanos(TICK_NANOS - (System.nanoTime() - start));
    }

    private void sendDue(int index, long now) throws IOException {
        Pace pace = paces[index];
        long due = pace.due(now);
        while (due > 0) {
            int asked = (int) Math.min(CHUNK, due);
            int taken = send(streams.get(index), asked);
            pace.sent(taken);
            due -= taken;
            if (taken < asked) {
                pace.keep(0);
                return;
            }
        }
    }

    private int send(Stream stream, int most) throws IOException {
        int taken = stream.source.write(pattern.from(stream.sent(), most));
        stream.addSent(taken);
        return taken;
    }
}
