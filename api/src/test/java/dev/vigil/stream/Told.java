package dev.vigil.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.loop.Loops;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A handler that writes down what it is told, and checks what must hold of every stream. */
class Told implements StreamHandler {
    /** {@code open}, {@code data N}, {@code end N}, {@code writable}, {@code close}. */
    final List<String> events = new CopyOnWriteArrayList<>();

    volatile Throwable cause;
    volatile boolean isClosed;

    private boolean inside;
    private Thread thread;

    private void enter(Stream stream, String event) {
        assertTrue(stream.loop().isInLoop(), "on the thread of the loop");
        assertTrue(!inside, "one at a time");
        assertTrue(!isClosed, event + " after the close");
        assertTrue(thread == null || thread == Thread.currentThread());
        thread = Thread.currentThread();
        events.add(event);
        inside = true;
    }

    @Override
    public void onOpen(Stream stream) throws IOException {
        enter(stream, "open");
        inside = false;
    }

    @Override
    public void onData(Stream stream, ByteBuffer data) throws IOException {
        enter(stream, "data " + data.remaining());
        try {
            take(stream, data);
        } finally {
            inside = false;
        }
    }

    /** What is done with data; by default it is all used up. */
    void take(Stream stream, ByteBuffer data) throws IOException {
        data.position(data.limit());
    }

    @Override
    public void onEnd(Stream stream, ByteBuffer rest) throws IOException {
        enter(stream, "end " + rest.remaining());
        try {
            ended(stream);
        } finally {
            inside = false;
        }
    }

    /** What is done at the end of input; by default the stream is closed. */
    void ended(Stream stream) throws IOException {
        stream.close();
    }

    @Override
    public void onWritable(Stream stream) throws IOException {
        enter(stream, "writable");
        try {
            writable(stream);
        } finally {
            inside = false;
        }
    }

    /** What is done when there is room again; by default nothing. */
    void writable(Stream stream) throws IOException {}

    @Override
    public void onClose(Stream stream, Throwable why) {
        enter(stream, "close");
        cause = why;
        isClosed = true;
        inside = false;
    }

    void awaitClose() {
        Loops.until(() -> isClosed, "the close, after " + events);
        assertEquals("close", events.get(events.size() - 1));
    }

    void await(String event) {
        Loops.until(() -> events.contains(event), event + " among " + events);
    }
}
