package dev.vigil.bench.flow;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The near end of a path: sends at the path's rate, all streams together. When one takes nothing, the others may have its part; when
 * none takes anything, the path stands idle, and that time is lost.
 */
final class LineSource extends FlowThread {
    private static final int CHUNK = 1 << 13;
    private static final long TICK_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

    /** How much may be made up for, as the time in which it is sent: a thread is not awake at every moment. */
    private static final double SLACK_SECONDS = 0.0005;

    private final SelectionKey[] keys;
    private final Pattern pattern = new Pattern(CHUNK);
    private final double bytesPerSecond;
    private Pace pace;
    private int first;

    LineSource(List<Stream> streams, double bytesPerSecond) throws IOException {
        super("source");
        this.bytesPerSecond = bytesPerSecond;
        keys = new SelectionKey[streams.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = streams.get(i).source.register(selector, 0, streams.get(i));
        }
    }

    @Override
    void resumed() {
        pace = new Pace(bytesPerSecond, System.nanoTime());
    }

    @Override
    void turn() throws IOException {
        long due = pace.due(System.nanoTime());
        int full = 0;
        for (int i = 0; i < keys.length && due > 0; i++) {
            SelectionKey key = keys[(first + i) % keys.length];
            Stream stream = (Stream) key.attachment();
            int asked = (int) Math.min(CHUNK, due);
            int taken = stream.source.write(pattern.from(stream.sent(), asked));
            stream.addSent(taken);
            pace.sent(taken);
            due -= taken;
            if (taken < asked) {
                full++;
            }
            key.interestOps(taken < asked ? SelectionKey.OP_WRITE : 0);
        }
        first = (first + 1) % keys.length;
        if (full == keys.length) {
            selector.select(1);
            selector.selectedKeys().clear();
            pace.due(System.nanoTime());
            pace.keep((long) (bytesPerSecond * SLACK_SECONDS));
        } else if (due < CHUNK / 2) {
            LockSupport.parkNanos(TICK_NANOS);
        }
    }
}
