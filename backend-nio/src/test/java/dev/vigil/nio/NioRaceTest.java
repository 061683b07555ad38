package dev.vigil.nio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.contract.Companion;
import dev.vigil.contract.Polling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes made while another thread has just fetched an event of the same key. The socket can be read and written at any time. */
class NioRaceTest {
    private static final Interest READ = Interest.READ.oneShot();
    private static final Interest WRITE = Interest.WRITE.oneShot();
    private static final int ROUNDS = 20_000;

    /** So that the moment of a change falls anywhere in a poll. */
    private static final int LONGEST_PAUSE = 2_000;

    private final Random random = new Random(1);
    private final AtomicInteger writable = new AtomicInteger();
    private SocketChannel near;
    private SocketChannel far;
    private EventSource source;
    private Registration registration;
    private Companion<ClosedEventSourceException> poller;

    @BeforeEach
    void open() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            near = SocketChannel.open(listener.getLocalAddress());
            far = listener.accept();
        }
        far.write(ByteBuffer.allocate(1));
        near.configureBlocking(false);
        source = EventSource.open("nio");
        registration = source.register(near, Interest.NONE, (self, ready) -> {
            if (ready.isWritable()) {
                writable.incrementAndGet();
            }
        });
        poller = Companion.calling(() -> {
            while (true) {
                try {
                    source.poll();
                } catch (ClosedEventSourceException e) {
                    return e;
                }
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        source.close();
        poller.join();
        near.close();
        far.close();
    }

    private void pause() {
        for (int i = random.nextInt(LONGEST_PAUSE); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    private void awaitWritable(int before, int round) {
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (writable.get() == before) {
            assertTrue(System.nanoTime() < end, "armed for WRITE, and never told of it, in round " + round);
            Thread.onSpinWait();
        }
    }

    @Test
    void anUpdateToAnotherDirectionWhileAOneShotFiresIsNotSilencedByIt() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            registration.update(READ);
            pause();
            int before = writable.get();
            registration.update(WRITE);
            awaitWritable(before, i);
        }
    }

    @Test
    void ofManyUpdatesWhileEventsAreFetchedTheLastStands() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            for (int j = random.nextInt(4); j >= 0; j--) {
                registration.update(random.nextBoolean() ? READ : Interest.NONE);
                pause();
            }
            int before = writable.get();
            registration.update(WRITE);
            awaitWritable(before, i);
        }
    }
}
