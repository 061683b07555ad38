package dev.vigil.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.posix.ChannelDescriptors;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.OperatingSystem;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import dev.vigil.relay.RelayEnd;
import dev.vigil.relay.RelayPipe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Ends that were closed, by whomever: nothing of what has their number now goes through them. */
class ClosedEndTest {

    @Test
    void whatIsSplicedFromAChannelThatWasClosedIsNotTheNextOnes() throws Exception {
        assumeTrue(OperatingSystem.CURRENT == OperatingSystem.LINUX, "splice(2) is there on Linux only");
        SocketChannel[] mine = ChannelKinds.tcpPair();
        mine[1].configureBlocking(false);
        int number = ChannelDescriptors.of(mine[1]);
        RelayEnd end = DescriptorEnd.of(mine[1]);
        try (RelayPipe pipe = end.pipes(end).open()) {
            mine[0].write(ByteBuffer.allocate(5));
            awaitReadable(number);
            assertEquals(5, pipe.fill(end, 100));
            mine[1].close();
            SocketPair other = taking(number);
            assertThrows(ClosedChannelException.class, () -> pipe.fill(end, 100));
            assertThrows(ClosedChannelException.class, () -> pipe.drain(end, 5));
            assertUntouched(other);
        }
        mine[0].close();
    }

    @Test
    void aChannelThatIsClosedWhileItIsSplicedNeverLeadsToAnotherOnesBytes() throws Exception {
        assumeTrue(OperatingSystem.CURRENT == OperatingSystem.LINUX, "splice(2) is there on Linux only");
        for (int round = 0; round < 500; round++) {
            SocketChannel[] mine = ChannelKinds.tcpPair();
            mine[1].configureBlocking(false);
            RelayEnd end = DescriptorEnd.of(mine[1]);
            CountDownLatch started = new CountDownLatch(1);
            Thread closer = new Thread(() -> {
                try {
                    started.await();
                    mine[1].close();
                    SocketPair other = Sockets.pair();
                    Descriptors.write(other.second(), ByteBuffer.allocate(8));
                    SocketPair another = Sockets.pair();
                    Descriptors.write(another.second(), ByteBuffer.allocate(8));
                    other.close();
                    another.close();
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            closer.start();
            long strangers = 0;
            try (RelayPipe pipe = end.pipes(end).open()) {
                started.countDown();
                while (true) {
                    strangers += pipe.fill(end, 100);
                }
            } catch (ClosedChannelException e) {
                assertEquals(0, strangers, "in round " + round);
            }
            closer.join();
            mine[0].close();
        }
    }

    /** The channel is closed when the call is over, not when the relay is done with it. */
    @Test
    void aChannelThatWasSplicedIsClosedAsSoonAsAnyOther() throws Exception {
        assumeTrue(OperatingSystem.CURRENT == OperatingSystem.LINUX, "splice(2) is there on Linux only");
        SocketChannel[] mine = ChannelKinds.tcpPair();
        mine[1].configureBlocking(false);
        RelayEnd end = DescriptorEnd.of(mine[1]);
        try (RelayPipe pipe = end.pipes(end).open()) {
            assertEquals(0, pipe.fill(end, 100));
            mine[1].close();
            assertEquals(-1, mine[0].read(ByteBuffer.allocate(1)));
        }
        mine[0].close();
    }

    @Test
    void aDescriptorEndThatIsClosedTouchesItsNumberNoMore() throws Exception {
        SocketPair mine = Sockets.pair();
        DescriptorEnd end = DescriptorEnd.owning(mine.first());
        end.close();
        SocketPair other = taking(mine.first());
        ByteBuffer buffer = ByteBuffer.allocate(3);
        assertThrows(ClosedChannelException.class, () -> end.read(buffer));
        assertThrows(ClosedChannelException.class, () -> end.write(buffer));
        assertThrows(ClosedChannelException.class, end::endOutput);
        assertThrows(ClosedChannelException.class, end::fd);
        end.abort();
        end.close();
        try (EventSource source = EventSource.open("poll")) {
            assertThrows(
                    ClosedChannelException.class,
                    () -> end.register(source, Interest.READ, (registration, ready) -> {}));
        }
        assertUntouched(other);
        Descriptors.close(mine.second());
    }

    /** Somebody else has closed it, and its number is another's by now: here its own, which is seen to stay open. */
    @Test
    void aDescriptorEndThatIsLetGoOfLeavesItsNumberAlone() throws IOException {
        SocketPair pair = Sockets.pair();
        int fd = pair.first();
        DescriptorEnd end = DescriptorEnd.owning(fd);
        end.abandon();
        end.abort();
        end.close();
        assertThrows(ClosedChannelException.class, () -> end.read(ByteBuffer.allocateDirect(1)));
        assertTrue(Descriptors.isNonBlocking(fd), "the number is open");
        pair.close();
    }

    @Test
    void streamsAndPipesAreSplicedAndMessagesAreNot() throws Exception {
        assumeTrue(OperatingSystem.CURRENT == OperatingSystem.LINUX, "splice(2) is there on Linux only");
        SocketPair stream = Sockets.pair();
        int datagram = Sockets.datagram(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (stream;
                DescriptorEnd messages = DescriptorEnd.owning(datagram);
                DescriptorEnd bytes = DescriptorEnd.owning(Descriptors.duplicate(stream.first()))) {
            assertNotNull(bytes.pipes(bytes));
            assertNull(bytes.pipes(messages));
            assertNull(messages.pipes(bytes));
        }
    }

    /** Two sockets, one of which has a number that is free now, and 7 bytes for each of them to read. */
    private static SocketPair taking(int number) throws IOException {
        List<SocketPair> others = new ArrayList<>();
        SocketPair pair = Sockets.pair();
        while (pair.first() != number && pair.second() != number) {
            others.add(pair);
            pair = Sockets.pair();
        }
        for (SocketPair other : others) {
            other.close();
        }
        Descriptors.write(pair.first(), ByteBuffer.allocate(7));
        Descriptors.write(pair.second(), ByteBuffer.allocate(7));
        return pair;
    }

    /** Nothing was taken from it, nothing was sent by it, and it is open. */
    private static void assertUntouched(SocketPair pair) throws IOException {
        for (int fd : new int[] {pair.first(), pair.second()}) {
            assertEquals(7, Descriptors.read(fd, ByteBuffer.allocate(10)));
            assertEquals(0, Descriptors.read(fd, ByteBuffer.allocate(10)));
        }
        pair.close();
    }

    private static void awaitReadable(int fd) throws IOException {
        assertTrue(EventSource.await(fd, Interest.READ, Duration.ofSeconds(30)).isReadable());
    }
}
