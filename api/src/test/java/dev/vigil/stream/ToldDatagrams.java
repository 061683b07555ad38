package dev.vigil.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.loop.Loops;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A handler that writes down what it is told, and checks what must hold of every port. */
class ToldDatagrams implements DatagramHandler {
    /** {@code open}, {@code message N}, {@code writable}, {@code error}, {@code close}. */
    final List<String> events = new CopyOnWriteArrayList<>();

    final List<IOException> errors = new CopyOnWriteArrayList<>();

    /** Whom the messages were for, by text. */
    final List<String> failedAddresses = new CopyOnWriteArrayList<>();

    volatile Throwable cause;
    volatile boolean isClosed;
    private boolean inside;

    private void enter(DatagramPort port, String event) {
        assertTrue(port.loop().isInLoop(), "on the thread of the loop");
        assertTrue(!inside, "one at a time");
        assertTrue(!isClosed, event + " after the close");
        assertTrue(
                event.equals("open") || event.equals("close") || events.contains("open"), event + " before the begin");
        events.add(event);
        inside = true;
    }

    @Override
    public void onOpen(DatagramPort port) {
        enter(port, "open");
        inside = false;
    }

    @Override
    public void onDatagram(DatagramPort port, SocketAddress from, ByteBuffer message) throws IOException {
        enter(port, "message " + message.remaining());
        try {
            take(port, from, message);
        } finally {
            inside = false;
        }
    }

    /** What is done with a message; by default nothing. */
    void take(DatagramPort port, SocketAddress from, ByteBuffer message) throws IOException {}

    @Override
    public void onWritable(DatagramPort port) {
        enter(port, "writable");
        inside = false;
    }

    @Override
    public void onError(DatagramPort port, SocketAddress to, IOException error) {
        // Before the event that a test waits for.
        errors.add(error);
        failedAddresses.add(String.valueOf(to));
        enter(port, "error");
        inside = false;
    }

    @Override
    public void onClose(DatagramPort port, Throwable why) {
        enter(port, "close");
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

    long count(String event) {
        return events.stream().filter(event::equals).count();
    }
}
