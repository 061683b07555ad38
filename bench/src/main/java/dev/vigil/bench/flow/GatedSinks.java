package dev.vigil.bench.flow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The far end of a path: takes from each stream through its {@link Gate}; the gates open one after the other. */
final class GatedSinks extends FlowThread {
    private static final int CHUNK = 1 << 16;
    private static final long SHORTEST_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    private final long delayNanos;
    private final SelectionKey[] keys;
    private final Gate[] gates;
    private int open;
    private volatile double held;
    private volatile boolean restart;

    GatedSinks(List<Stream> streams, long delayNanos) throws IOException {
        super("far end");
        this.delayNanos = delayNanos;
        keys = new SelectionKey[streams.size()];
        gates = new Gate[streams.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = streams.get(i).sink.register(selector, 0, new Place(i, streams.get(i)));
        }
    }

    private record Place(int index, Stream stream) {}

    /** Begins to average what lies before the gates when they open. */
    void beginHeld() {
        restart = true;
    }

    /** Bytes that lay before each gate when it opened, on average. */
    double held() {
        return held;
    }

    @Override
    void resumed() {
        long now = System.nanoTime();
        for (int i = 0; i < gates.length; i++) {
            gates[i] = new Gate(delayNanos, now + (i + 1) * delayNanos / gates.length);
            keys[i].interestOps(0);
        }
        open = 0;
    }

    @Override
    void turn() throws IOException {
        long now = System.nanoTime();
        long next = Long.MAX_VALUE;
        for (int i = 0; i < gates.length; i++) {
            Stream stream = ((Place) keys[i].attachment()).stream();
            if (gates[i].open(now, stream.sent(), stream.received()) && gates[i].allowance(stream.received()) > 0) {
                keys[i].interestOps(SelectionKey.OP_READ);
                open++;
            }
            next = Math.min(next, gates[i].next() - now);
        }
        average();
        if (open > 0) {
            selector.select(1);
            for (SelectionKey key : selector.selectedKeys()) {
                take(key);
            }
            selector.selectedKeys().clear();
        } else {
            LockSupport.parkNanos(Math.max(SHORTEST_NANOS, next));
        }
    }

    private void average() {
        if (restart) {
            restart = false;
            for (Gate gate : gates) {
                gate.forgetHeld();
            }
        }
        double sum = 0;
        for (Gate gate : gates) {
            sum += gate.held();
        }
        held = sum / gates.length;
    }

    private void take(SelectionKey key) throws IOException {
        Place place = (Place) key.attachment();
        Stream stream = place.stream();
        long allowance = gates[place.index()].allowance(stream.received());
        int count = stream.sink.read(buffer.clear().limit((int) Math.min(CHUNK, allowance)));
        if (count < 0) {
            throw new IOException("a stream ended after " + stream.received() + " bytes");
        }
        if (!Pattern.fits(buffer, stream.received())) {
            throw new IOException("bytes from " + stream.received() + " on are not those that were sent");
        }
        stream.addReceived(count);
        if (count == allowance) {
            key.interestOps(0);
            open--;
        }
    }
}
