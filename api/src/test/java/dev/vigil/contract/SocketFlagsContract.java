package dev.vigil.contract;

import static dev.vigil.Readiness.ERROR_BIT;
import static dev.vigil.Readiness.HANGUP_BIT;
import static dev.vigil.Readiness.PRIORITY_BIT;
import static dev.vigil.Readiness.READABLE_BIT;
import static dev.vigil.Readiness.READ_CLOSED_BIT;
import static dev.vigil.Readiness.WRITABLE_BIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of flags, where a network is needed: resets, urgent data, errors that come back. */
public interface SocketFlagsContract extends Contract {
    /** Registers for an interest, and finds exactly the flags that the rules make of the state. */
    private void assertReported(SelectableChannel channel, Interest interest, int state) throws IOException {
        try (EventSource source = open()) {
            Recorder seen = new Recorder();
            Registration registration = source.register(channel, interest, seen);
            int expected = fixture().reported(interest, state);
            if (expected == 0) {
                Polling.assertSilent(source);
            } else {
                Polling.untilSettled(source, seen, expected);
            }
            registration.cancel();
            source.pollNow();
        }
    }

    /** A socket whose peer has reset the connection. */
    private static SocketChannel reset() throws IOException {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        try (SocketChannel far = pair[1]) {
            far.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        pair[0].configureBlocking(false);
        return pair[0];
    }

    @Rule({8, 9})
    @Test
    @Needs(Feature.CHANNELS)
    default void aResetConnectionHasAnErrorAndIsHungUp() throws IOException {
        int state = READABLE_BIT | WRITABLE_BIT | READ_CLOSED_BIT | HANGUP_BIT | ERROR_BIT;
        try (SocketChannel near = reset()) {
            assertReported(near, Interest.READ, state);
            assertReported(near, Interest.WRITE, state);
            assertReported(near, Interest.READ.and(Interest.WRITE), state);
            assertThrows(IOException.class, () -> near.read(ByteBuffer.allocate(1)));
        }
    }

    @Rule(9)
    @Test
    @Needs({Feature.CHANNELS, Feature.READ_CLOSED})
    default void aResetConnectionIsReadClosedToo() throws IOException {
        int state = READABLE_BIT | WRITABLE_BIT | READ_CLOSED_BIT | HANGUP_BIT | ERROR_BIT;
        try (SocketChannel near = reset()) {
            assertReported(near, Interest.READ_CLOSED, state);
        }
    }

    @Rule(9)
    @Test
    @Needs({Feature.CHANNELS, Feature.PRIORITY})
    default void urgentDataIsPriorityAndNotReadable() throws IOException {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        try (SocketChannel near = pair[0];
                SocketChannel far = pair[1]) {
            near.configureBlocking(false);
            far.socket().sendUrgentData('!');
            assertReported(near, Interest.PRIORITY, PRIORITY_BIT);
            assertReported(near, Interest.READ.and(Interest.PRIORITY), PRIORITY_BIT);
            assertReported(near, Interest.READ, 0);
            assertReported(near, Interest.WRITE.and(Interest.PRIORITY), WRITABLE_BIT | PRIORITY_BIT);
            far.write(ByteBuffer.allocate(1));
            assertReported(near, Interest.READ.and(Interest.PRIORITY), READABLE_BIT | PRIORITY_BIT);
            assertReported(near, Interest.READ, READABLE_BIT);
        }
    }

    @Rule({9, 11})
    @Test
    @Needs({Feature.CHANNELS, Feature.PRIORITY})
    default void ordinaryDataAndTheEndAreNoPriorityAndTurnNoLoop() throws IOException {
        SocketChannel[] pair = ChannelKinds.tcpPair();
        try (SocketChannel near = pair[0];
                SocketChannel far = pair[1];
                EventSource source = open()) {
            near.configureBlocking(false);
            Recorder seen = new Recorder();
            source.register(near, Interest.PRIORITY, seen);
            far.write(ByteBuffer.allocate(1));
            assertNothingTold(source);
            far.socket().sendUrgentData('!');
            Polling.untilSettled(source, seen, PRIORITY_BIT);
            seen.clear();
            far.write(ByteBuffer.allocate(2));
            // What is read beyond the urgent data takes it along.
            ByteBuffer all = ByteBuffer.allocate(8);
            long end = System.nanoTime() + Polling.LIMIT.toNanos();
            while (all.position() < 3) {
                near.read(all);
                assertTrue(System.nanoTime() < end, () -> "three bytes, but came " + all.position());
            }
            source.pollNow();
            far.write(ByteBuffer.allocate(1));
            assertNothingTold(source);
            far.shutdownOutput();
            assertNothingTold(source);
        }
    }

    private static void assertNothingTold(EventSource source) throws IOException {
        long before = source.statistics().waits();
        assertEquals(0, source.poll(Duration.ofMillis(100)), "handlers ran");
        long waits = source.statistics().waits() - before;
        assertTrue(waits <= LevelContract.FEW_WAITS, () -> "100 ms of nothing took " + waits + " waits");
    }

    @Rule({8, 9})
    @Test
    @Needs(Feature.CHANNELS)
    default void anErrorThatComesBackForADatagramIsAnErrorOfWhatWasAskedFor() throws IOException {
        SocketAddress nobody;
        try (DatagramChannel gone = DatagramChannel.open().bind(ChannelKinds.anyPort())) {
            nobody = gone.getLocalAddress();
        }
        try (DatagramChannel near = DatagramChannel.open().connect(nobody)) {
            near.configureBlocking(false);
            near.write(ByteBuffer.allocate(1));
            assertReported(near, Interest.READ, READABLE_BIT | ERROR_BIT);
            assertReported(near, Interest.READ.and(Interest.WRITE), READABLE_BIT | WRITABLE_BIT | ERROR_BIT);
            assertThrows(PortUnreachableException.class, () -> near.read(ByteBuffer.allocate(1)));
            assertReported(near, Interest.READ, 0);
        }
    }

    @Rule({8, 9})
    @Test
    @Needs({Feature.CHANNELS, Feature.READ_CLOSED})
    default void aSocketThatWasNeverConnectedIsHungUp() throws IOException {
        try (SocketChannel near = SocketChannel.open()) {
            near.configureBlocking(false);
            for (Interest interest : List.of(Interest.READ, Interest.WRITE, Interest.READ.and(Interest.WRITE))) {
                assertReported(near, interest, WRITABLE_BIT | HANGUP_BIT);
            }
        }
    }

    @Rule({8, 11})
    @Test
    @Needs(Feature.CHANNELS)
    default void aDatagramIsReadableUntilItIsTaken() throws IOException {
        try (EventSource source = open();
                Link link = ChannelKinds.UDP.open()) {
            int[] events = {0};
            link.register(source, Interest.READ, (registration, ready) -> {
                events[0]++;
                assertEquals(3, link.receive(ByteBuffer.allocate(10)));
            });
            link.send(ByteBuffer.allocate(3));
            link.send(ByteBuffer.allocate(3));
            Polling.until(source, () -> events[0] == 2, () -> "an event for each datagram");
            Polling.assertSilent(source);
        }
    }
}
