package dev.vigil.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.loop.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What became of each connection that an acceptor accepted; and a handler and a system that do something at random. */
final class AcceptAccounts implements AcceptHandler<SocketChannel> {
    private enum Fate {
        ACCEPTED,
        /** The handler has it, or has closed it. */
        HANDED,
        /** The handler threw. */
        REFUSED,
        DISCARDED
    }

    private final Random random;
    private final Map<SocketChannel, Fate> fates = new ConcurrentHashMap<>();
    private final AtomicInteger wrong = new AtomicInteger();

    /** How many accepts are refused yet, as by a system that is short of something. */
    private final AtomicInteger refusals = new AtomicInteger();

    AcceptAccounts(long seed) {
        random = new Random(seed);
    }

    private synchronized int choose(int bound) {
        return random.nextInt(bound);
    }

    /** Has the next accepts fail. */
    void refuse(int accepts) {
        refusals.set(accepts);
    }

    void mayAccept() throws IOException {
        if (refusals.get() > 0 && refusals.getAndDecrement() > 0) {
            if (choose(4) == 0) {
                throw new NoClassDefFoundError("meant");
            }
            throw new IOException("Too many open files");
        }
    }

    void accepted(SocketChannel connection) {
        note(connection, null, Fate.ACCEPTED);
    }

    void discarded(SocketChannel connection) {
        if (!fates.replace(connection, Fate.REFUSED, Fate.DISCARDED)) {
            note(connection, Fate.ACCEPTED, Fate.DISCARDED);
        }
    }

    private void note(SocketChannel connection, Fate before, Fate after) {
        if (fates.put(connection, after) != before) {
            wrong.incrementAndGet();
        }
    }

    @Override
    public void onAccept(EventLoop loop, SocketChannel connection) throws IOException {
        if (!loop.isInLoop()) {
            wrong.incrementAndGet();
        }
        switch (choose(12)) {
            case 0 -> {
                note(connection, Fate.ACCEPTED, Fate.REFUSED);
                throw new IOException("meant");
            }
            case 1 -> {
                note(connection, Fate.ACCEPTED, Fate.REFUSED);
                connection.close();
                throw new AssertionError("meant");
            }
            default -> {
                note(connection, Fate.ACCEPTED, Fate.HANDED);
                greet(connection);
            }
        }
    }

    private static void greet(SocketChannel connection) throws IOException {
        try {
            connection.write(ByteBuffer.wrap(new byte[] {1}));
        } catch (IOException e) {
            // Its client was reset meanwhile.
            return;
        } finally {
            connection.close();
        }
    }

    /** How many of those that were accepted are closed; -1 if some are not. */
    int closed() {
        return fates.keySet().stream().anyMatch(SocketChannel::isOpen) ? -1 : fates.size();
    }

    private int count(Fate fate) {
        return (int) fates.values().stream().filter(fate::equals).count();
    }

    /** Fails unless each was handed on or discarded, once, and none is open. */
    void assertAccounted(long handed, long discarded) {
        assertEquals(0, wrong.get(), "connections with two fates, or handed on by another thread");
        assertEquals(handed, count(Fate.HANDED), "handed on");
        assertEquals(discarded, count(Fate.DISCARDED), "discarded");
        assertEquals(fates.size(), handed + discarded, "accepted");
    }
}
