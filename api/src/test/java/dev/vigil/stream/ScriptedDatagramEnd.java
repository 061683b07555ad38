package dev.vigil.stream;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** An end that takes nothing, or fails, when a test wants it to. */
final class ScriptedDatagramEnd implements DatagramEnd {
    final DatagramEnd end;

    /** Whether nothing is taken and no room is told of, as when the system's buffer is full. */
    volatile boolean isFull;

    /** How many calls more take nothing although room is told of, as when a peer of the Unix domain is full. */
    final AtomicInteger refusals = new AtomicInteger();

    /** What the next call throws, once. */
    volatile IOException failure;

    volatile boolean isClosed;

    private Registration registration;

    ScriptedDatagramEnd(DatagramEnd end) {
        this.end = end;
    }

    @Override
    public Registration register(EventSource source, Interest interest, EventHandler told) throws IOException {
        registration = end.register(source, interest, (self, ready) -> {
            if (isFull && ready.isWritable()) {
                self.update(Interest.READ);
            } else {
                told.onReady(self, ready);
            }
        });
        return registration;
    }

    /** There is room again. On the loop's thread. */
    void makeRoom() throws IOException {
        isFull = false;
        registration.update(Interest.READ.and(Interest.WRITE));
    }

    @Override
    public void receive(DatagramBatch batch) throws IOException {
        fail();
        end.receive(batch);
    }

    @Override
    public void send(DatagramBatch batch) throws IOException {
        fail();
        boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        if (!refused && !isFull) {
            end.send(batch);
        }
    }

    private void fail() throws IOException {
        IOException now = failure;
        failure = null;
        if (now != null) {
            throw now;
        }
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        end.close();
    }

    @Override
    public String toString() {
        return "scripted " + end;
    }
}
