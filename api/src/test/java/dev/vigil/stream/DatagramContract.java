package dev.vigil.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Messages come and go in one piece each, in the turn of the streams. */
public interface DatagramContract extends StreamFixture {
    /** A port on one side, and a channel in blocking mode on the other. */
    record Post(DatagramPort port, DatagramChannel peer, SocketAddress address) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            peer.close();
        }

        void put(int... sizes) throws IOException {
            for (int size : sizes) {
                peer.send(StreamRig.range(size, size), address);
            }
        }

        /** Receives a message of so many bytes. */
        void take(int size) throws IOException {
            ByteBuffer got = ByteBuffer.allocate(70_000);
            assertNotNull(peer.receive(got));
            assertEquals(StreamRig.range(size, size), got.flip());
        }
    }

    private static DatagramChannel bound() throws IOException {
        return DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static DatagramChannel nonBlocking(DatagramChannel channel) throws IOException {
        channel.configureBlocking(false);
        return channel;
    }

    /** Makes ends of channels: those of the JDK, unless a backend's module has its own. */
    default DatagramEnd datagramEnd(DatagramChannel channel) throws IOException {
        return DatagramEnd.of(channel);
    }

    private Post post(StreamRig rig, DatagramHandler handler) throws IOException {
        DatagramChannel channel = nonBlocking(bound());
        SocketAddress address = channel.getLocalAddress();
        return new Post(rig.streams.openDatagrams(rig.loop, datagramEnd(channel), handler), bound(), address);
    }

    private static ToldDatagrams echo() {
        return new ToldDatagrams() {
            @Override
            void take(DatagramPort port, SocketAddress from, ByteBuffer message) {
                assertTrue(port.send(from, message));
            }
        };
    }

    @Test
    default void everyMessageComesInOnePieceAndSoDoesAnEmptyOne() throws IOException {
        ToldDatagrams handler = echo();
        try (StreamRig rig = rig();
                Post post = post(rig, handler)) {
            for (int size : new int[] {10, 0, 1400, 1, 60_000, 0}) {
                post.put(size);
                post.take(size);
            }
            assertEquals(
                    List.of(
                            "open",
                            "message 10",
                            "message 0",
                            "message 1400",
                            "message 1",
                            "message 60000",
                            "message 0"),
                    handler.events);
            Loops.settle(rig.loop);
            assertEquals(
                    new DatagramCounts(6, 61_411, 6, 61_411, 0, 0, 0),
                    post.port().counts());
            assertEquals(post.port().counts(), rig.streams.datagrams());
            rig.assertNoMemory();
            rig.assertQuiet();
            post.port().close();
            handler.awaitClose();
            assertNull(handler.cause);
            rig.assertNothingLeft();
        }
    }

    @Test
    default void hundredsAtOnceKeepTheirOrder() throws IOException {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        ToldDatagrams handler = new ToldDatagrams() {
            @Override
            void take(DatagramPort port, SocketAddress from, ByteBuffer message) {
                sizes.add(message.remaining());
                assertTrue(port.send(from, message));
            }
        };
        try (StreamRig rig = rig();
                Post post = post(rig, handler)) {
            List<Integer> wanted = new ArrayList<>();
            Loops.whileHeld(rig.loop, () -> {
                for (int i = 0; i < 100; i++) {
                    wanted.add(i);
                    post.put(i);
                }
            });
            for (int i = 0; i < 100; i++) {
                post.take(i);
            }
            assertEquals(wanted, sizes);
            assertTrue(handler.errors.isEmpty(), handler.errors::toString);
        }
    }

    @Test
    default void whatIsSentGoesOutAtTheEndOfTheTurnOrAtAFlush() throws IOException {
        try (StreamRig rig = rig();
                Post post = post(rig, new ToldDatagrams())) {
            rig.inLoop(() -> {
                assertTrue(post.port().send(post.peer().getLocalAddress(), StreamRig.range(7, 7)));
                assertTrue(post.port().send(post.peer().getLocalAddress(), ByteBuffer.allocate(0)));
                assertEquals(7 + 64 + 64, post.port().pendingBytes());
                post.port().flush();
                assertEquals(0, post.port().pendingBytes());
                assertTrue(post.port()
                        .send(
                                post.peer().getLocalAddress(),
                                StreamRig.range(8, 8).asReadOnlyBuffer()));
                return null;
            });
            post.take(7);
            post.take(0);
            post.take(8);
            rig.assertNoMemory();
        }
    }

    /** Nothing that was taken is lost, and what is refused leaves no trace but its count. */
    @Test
    default void whatTheSystemHasNoRoomForWaitsAndWhatIsTooMuchIsRefused() throws IOException {
        ToldDatagrams handler = new ToldDatagrams();
        try (StreamRig rig = rig(settings -> settings.marks(100, 1000));
                DatagramChannel peer = bound()) {
            ScriptedDatagramEnd end = new ScriptedDatagramEnd(datagramEnd(nonBlocking(bound())));
            end.isFull = true;
            DatagramPort port = rig.streams.openDatagrams(rig.loop, end, handler);
            int taken = rig.inLoop(() -> {
                int count = 0;
                while (port.send(peer.getLocalAddress(), StreamRig.range(count, 40))) {
                    count++;
                }
                ByteBuffer refused = ByteBuffer.allocate(0);
                assertFalse(port.send(peer.getLocalAddress(), refused));
                return count;
            });
            assertEquals(10, taken);
            assertEquals(2, port.counts().refused());
            rig.assertQuiet();
            assertEquals(0, handler.count("writable"));
            assertEquals(0, port.counts().sent());
            rig.inLoop(() -> {
                end.makeRoom();
                return null;
            });
            ByteBuffer got = ByteBuffer.allocate(100);
            for (int i = 0; i < taken; i++) {
                peer.receive(got.clear());
                assertEquals(StreamRig.range(i, 40), got.flip(), "message " + i);
            }
            handler.await("writable");
            assertEquals(1, handler.count("writable"));
            Loops.settle(rig.loop);
            assertEquals(new DatagramCounts(0, 0, taken, 40L * taken, 2, 0, 0), port.counts());
            rig.assertNoMemory();
        }
    }

    /** Some sockets say that they have room while the peer of the next message has none. */
    @Test
    default void aPeerThatTakesNothingHoldsUpNobody() throws IOException {
        ToldDatagrams handler = new ToldDatagrams();
        try (StreamRig rig = rig();
                DatagramChannel peer = bound()) {
            ScriptedDatagramEnd end = new ScriptedDatagramEnd(datagramEnd(nonBlocking(bound())));
            end.refusals.set(2);
            DatagramPort port = rig.streams.openDatagrams(rig.loop, end, handler);
            rig.inLoop(() -> {
                port.send(peer.getLocalAddress(), StreamRig.range(1, 1));
                return port.send(peer.getLocalAddress(), StreamRig.range(2, 2));
            });
            ByteBuffer got = ByteBuffer.allocate(100);
            peer.receive(got);
            assertEquals(StreamRig.range(2, 2), got.flip());
            handler.await("error");
            assertEquals(List.of(peer.getLocalAddress().toString()), handler.failedAddresses);
            Loops.settle(rig.loop);
            assertEquals(new DatagramCounts(0, 0, 1, 2, 0, 1, 1), port.counts());
            rig.assertQuiet();
        }
    }

    @Test
    default void anErrorOfReceivingEndsNothing() throws IOException {
        ToldDatagrams handler = new ToldDatagrams();
        IOException failure = new IOException("of a test");
        try (StreamRig rig = rig();
                DatagramChannel peer = bound()) {
            DatagramChannel channel = nonBlocking(bound());
            SocketAddress here = channel.getLocalAddress();
            ScriptedDatagramEnd end = new ScriptedDatagramEnd(datagramEnd(channel));
            end.failure = failure;
            rig.streams.openDatagrams(rig.loop, end, handler);
            peer.send(StreamRig.range(4, 4), here);
            handler.await("message 4");
            handler.await("error");
            assertEquals(List.of(failure), handler.errors);
        }
    }

    @Test
    default void theErrorOfAnEarlierMessageCostsNoLaterOne() throws IOException {
        ToldDatagrams handler = new ToldDatagrams();
        DatagramChannel gone = bound();
        SocketAddress there = gone.getLocalAddress();
        gone.close();
        try (StreamRig rig = rig()) {
            DatagramChannel channel = nonBlocking(bound());
            SocketAddress here = channel.getLocalAddress();
            channel.connect(there);
            DatagramPort port = rig.streams.openDatagrams(rig.loop, datagramEnd(channel), handler);
            try (DatagramChannel peer = rig.inLoop(() -> {
                port.send(null, StreamRig.range(1, 1));
                port.flush();
                DatagramChannel later = DatagramChannel.open().bind(there);
                port.send(null, StreamRig.range(2, 2));
                port.send(there, StreamRig.range(3, 3));
                return later;
            })) {
                Post post = new Post(port, peer, here);
                post.take(2);
                post.take(3);
                handler.await("error");
                assertEquals(List.of("null"), handler.failedAddresses);
                Loops.settle(rig.loop);
                assertEquals(new DatagramCounts(0, 0, 3, 6, 0, 0, 1), port.counts());
                post.put(5);
                handler.await("message 5");
            }
        }
    }

    @Test
    default void thatNobodyListensIsToldAndEndsNothing() throws IOException {
        ToldDatagrams handler = new ToldDatagrams();
        DatagramChannel gone = bound();
        SocketAddress there = gone.getLocalAddress();
        gone.close();
        try (StreamRig rig = rig()) {
            DatagramChannel channel = nonBlocking(bound());
            channel.connect(there);
            DatagramPort port = rig.streams.openDatagrams(rig.loop, datagramEnd(channel), handler);
            for (int i = 1; i <= 3; i++) {
                int times = i;
                rig.inLoop(() -> port.send(there, StreamRig.range(0, 10)));
                Loops.until(() -> handler.count("error") == times, times + " errors among " + handler.events);
            }
            assertTrue(port.isOpen());
            rig.assertQuiet();
            assertEquals(List.of(), rig.thrown);
        }
    }

    @Test
    default void aMessageThatTheSystemDoesNotTakeIsToldAndTheNextGoesOut() throws IOException {
        ToldDatagrams handler = new ToldDatagrams();
        try (StreamRig rig = rig(settings -> settings.message(65_536));
                Post post = post(rig, handler)) {
            rig.inLoop(() -> {
                post.port().send(post.peer().getLocalAddress(), StreamRig.range(1, 1));
                post.port().send(post.peer().getLocalAddress(), StreamRig.range(0, 65_530));
                // A port of 0 is nobody's.
                post.port().send(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), StreamRig.range(1, 1));
                return post.port().send(post.peer().getLocalAddress(), StreamRig.range(2, 2));
            });
            post.take(1);
            post.take(2);
            Loops.until(() -> handler.count("error") == 2, "two errors among " + handler.events);
            assertEquals(post.peer().getLocalAddress().toString(), handler.failedAddresses.get(0));
            Loops.settle(rig.loop);
            assertEquals(new DatagramCounts(0, 0, 2, 3, 0, 2, 2), post.port().counts());
            rig.assertNoMemory();
        }
    }

    @Test
    default void aHandlerThatThrowsEndsItsOwnPortOnly() throws IOException {
        IllegalArgumentException mistake = new IllegalArgumentException("a handler's own");
        ToldDatagrams handler = new ToldDatagrams() {
            @Override
            void take(DatagramPort port, SocketAddress from, ByteBuffer message) {
                throw mistake;
            }
        };
        try (StreamRig rig = rig();
                Post post = post(rig, handler);
                Post other = post(rig, echo())) {
            Loops.whileHeld(rig.loop, () -> {
                post.put(1, 2);
                other.put(3, 4);
            });
            handler.awaitClose();
            other.take(3);
            other.take(4);
            assertSame(mistake, handler.cause);
            assertEquals(List.of(mistake), rig.thrown);
            assertEquals(List.of("open", "message 1", "close"), handler.events);
        }
    }

    /** Also of what was received with the message at which the handler has paused. */
    @Test
    default void whoPausesIsToldNothingUntilItResumes() throws IOException {
        ToldDatagrams handler = new ToldDatagrams() {
            @Override
            void take(DatagramPort port, SocketAddress from, ByteBuffer message) {
                if (message.remaining() % 10 == 3) {
                    port.pause();
                }
            }
        };
        try (StreamRig rig = rig();
                Post post = post(rig, handler)) {
            Loops.whileHeld(rig.loop, () -> {
                for (int i = 0; i < 40; i++) {
                    post.put(i);
                }
            });
            handler.await("message 3");
            rig.assertQuiet();
            assertEquals("message 3", handler.events.get(handler.events.size() - 1));
            for (int last = 13; last <= 33; last += 10) {
                rig.inLoop(() -> {
                    assertTrue(post.port().isPaused());
                    post.port().resume();
                    return null;
                });
                handler.await("message " + last);
                rig.assertQuiet();
                assertEquals("message " + last, handler.events.get(handler.events.size() - 1));
            }
            rig.inLoop(() -> {
                post.port().resume();
                return null;
            });
            handler.await("message 39");
            assertEquals(41, handler.events.size());
            for (int i = 0; i < 40; i++) {
                assertEquals("message " + i, handler.events.get(i + 1));
            }
            rig.assertNoMemory();
        }
    }

    /** One that has much to tell leaves the others theirs. */
    @Test
    default void aBudgetIsASharedOne() throws IOException {
        List<String> order = new CopyOnWriteArrayList<>();
        ToldDatagrams busy = new ToldDatagrams() {
            @Override
            void take(DatagramPort port, SocketAddress from, ByteBuffer message) {
                order.add("busy");
            }
        };
        ToldDatagrams quiet = new ToldDatagrams() {
            @Override
            void take(DatagramPort port, SocketAddress from, ByteBuffer message) {
                order.add("quiet");
            }
        };
        try (StreamRig rig = rig(settings -> settings.budget(1000));
                Post many = post(rig, busy);
                Post few = post(rig, quiet)) {
            Loops.whileHeld(rig.loop, () -> {
                for (int i = 0; i < 150; i++) {
                    many.put(10);
                }
                few.put(1);
            });
            Loops.until(() -> order.size() == 151, "all of " + order.size());
            assertTrue(order.indexOf("quiet") < 100, "told as number " + order.indexOf("quiet"));
        }
    }

    @Test
    default void aPortThatIsIdleOrTakesNothingIsClosedInTime() throws IOException {
        ToldDatagrams idle = new ToldDatagrams();
        try (StreamRig rig = rig(settings -> settings.idleTimeout(Duration.ofMillis(50)));
                Post post = post(rig, idle)) {
            post.put(0);
            idle.awaitClose();
            assertInstanceOf(SocketTimeoutException.class, idle.cause);
            rig.assertNothingLeft();
        }
        ToldDatagrams full = new ToldDatagrams();
        try (StreamRig rig = rig(settings -> settings.writeTimeout(Duration.ofMillis(50)))) {
            ScriptedDatagramEnd end = new ScriptedDatagramEnd(datagramEnd(nonBlocking(bound())));
            end.isFull = true;
            DatagramPort port = rig.streams.openDatagrams(rig.loop, end, full);
            rig.inLoop(
                    () -> port.send(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), StreamRig.range(0, 9)));
            full.awaitClose();
            assertInstanceOf(SocketTimeoutException.class, full.cause);
            assertEquals(1, port.counts().lost());
            assertTrue(end.isClosed);
            rig.assertNothingLeft();
        }
    }

    @Test
    default void aCloseLetsOutWhatWaitsAndAnAbortDropsIt() throws IOException {
        ToldDatagrams closed = new ToldDatagrams();
        ToldDatagrams aborted = new ToldDatagrams();
        try (StreamRig rig = rig();
                Post first = post(rig, closed);
                Post second = post(rig, aborted)) {
            rig.inLoop(() -> {
                first.port().send(first.peer().getLocalAddress(), StreamRig.range(6, 6));
                first.port().close();
                second.port().send(second.peer().getLocalAddress(), StreamRig.range(6, 6));
                second.port().abort();
                assertFalse(second.port().isOpen());
                assertThrows(
                        IllegalStateException.class,
                        () -> first.port().send(first.peer().getLocalAddress(), StreamRig.range(6, 6)));
                return null;
            });
            first.take(6);
            closed.awaitClose();
            aborted.awaitClose();
            assertNull(closed.cause);
            assertNull(aborted.cause);
            Loops.settle(rig.loop);
            assertEquals(new DatagramCounts(0, 0, 1, 6, 0, 1, 0), rig.streams.datagrams());
            first.port().close();
            first.port().abort();
            rig.assertNothingLeft();
        }
    }

    @Test
    default void whenTheStreamsEndSoDoTheirPorts() throws IOException {
        ToldDatagrams handler = new ToldDatagrams();
        try (StreamRig rig = rig();
                Post post = post(rig, handler)) {
            rig.inLoop(() -> {
                post.port().send(post.peer().getLocalAddress(), StreamRig.range(6, 6));
                rig.streams.close();
                return null;
            });
            post.take(6);
            handler.awaitClose();
            assertInstanceOf(IOException.class, handler.cause);
            DatagramChannel late = nonBlocking(bound());
            assertThrows(
                    RejectedExecutionException.class,
                    () -> rig.streams.openDatagrams(rig.loop, datagramEnd(late), new ToldDatagrams()));
            rig.assertNothingLeft();
        }
        ToldDatagrams ofLoop = new ToldDatagrams();
        try (StreamRig rig = rig();
                Post post = post(rig, ofLoop)) {
            post.put(3);
            ofLoop.await("message 3");
            rig.group.close();
            ofLoop.awaitClose();
            assertInstanceOf(IOException.class, ofLoop.cause);
        }
    }

    @Test
    @SuppressWarnings("try") // Somebody else's closing.
    default void aChannelThatSomebodyElseClosesEndsItsPort() throws IOException {
        ToldDatagrams handler = new ToldDatagrams();
        try (StreamRig rig = rig();
                DatagramChannel channel = nonBlocking(bound())) {
            DatagramPort port = rig.streams.openDatagrams(rig.loop, DatagramEnd.of(channel), handler);
            Loops.settle(rig.loop);
            channel.close();
            rig.inLoop(
                    () -> port.send(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), StreamRig.range(0, 9)));
            handler.awaitClose();
            assertTrue(
                    handler.cause instanceof ClosedChannelException
                            || handler.cause.getCause() instanceof ClosedChannelException,
                    () -> "cause: " + handler.cause);
            rig.assertNothingLeft();
        }
    }

    @Test
    default void memoryIsBoundedAndComesBack() throws IOException {
        int message = 8192;
        try (StreamRig rig = rig(
                        settings -> settings.message(message).marks(0, 1 << 20).memory(4L * message));
                DatagramChannel peer = bound()) {
            ScriptedDatagramEnd end = new ScriptedDatagramEnd(datagramEnd(nonBlocking(bound())));
            end.isFull = true;
            DatagramPort port = rig.streams.openDatagrams(rig.loop, end, new ToldDatagrams());
            int taken = rig.inLoop(() -> {
                int count = 0;
                while (port.send(peer.getLocalAddress(), StreamRig.range(0, 5000))) {
                    count++;
                }
                return count;
            });
            assertTrue(taken >= 1 && taken <= 4, "messages taken: " + taken);
            assertTrue(rig.streams.totals().lentBytes() <= 4L * message);
            port.abort();
            rig.assertNothingLeft();
            assertEquals(taken, port.counts().lost());
        }
    }

    @Test
    @SuppressWarnings("try") // A closed channel makes no sense.
    default void whatMakesNoSenseIsRefused() throws IOException {
        try (StreamRig rig = rig(settings -> settings.message(5000));
                DatagramChannel blocking = bound();
                EventLoopGroup others = streamLoops().startGroup(1);
                Post post = post(rig, new ToldDatagrams())) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> rig.streams.openDatagrams(rig.loop, blocking, new ToldDatagrams()));
            assertTrue(blocking.isOpen());
            blocking.close();
            assertThrows(
                    IllegalArgumentException.class,
                    () -> rig.streams.openDatagrams(rig.loop, blocking, new ToldDatagrams()));
            DatagramChannel strange = nonBlocking(bound());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> rig.streams.openDatagrams(others.loops().get(0), strange, new ToldDatagrams()));
            assertFalse(strange.isOpen());
            DatagramChannel silent = nonBlocking(bound());
            assertThrows(NullPointerException.class, () -> rig.streams.openDatagrams(rig.loop, silent, null));
            assertFalse(silent.isOpen());
            SocketAddress peer = post.peer().getLocalAddress();
            assertThrows(IllegalStateException.class, () -> post.port().send(peer, StreamRig.range(0, 1)));
            assertThrows(IllegalStateException.class, () -> post.port().pause());
            rig.inLoop(() -> {
                assertThrows(NullPointerException.class, () -> post.port().send(peer, null));
                assertThrows(NullPointerException.class, () -> post.port().handler(null));
                assertThrows(
                        IllegalArgumentException.class,
                        () -> post.port()
                                .send(InetSocketAddress.createUnresolved("nowhere", 1), StreamRig.range(0, 1)));
                ByteBuffer long1 = StreamRig.range(0, 5001);
                assertThrows(IllegalArgumentException.class, () -> post.port().send(peer, long1));
                assertEquals(5001, long1.remaining());
                return null;
            });
            Loops.settle(rig.loop);
            assertEquals(new DatagramCounts(0, 0, 0, 0, 0, 0, 0), post.port().counts());
        }
    }

    /** Between two messages of the same sender everything is there already. */
    @Test
    default void aDatagramAllocatesNothing() throws IOException {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int messages = 2_000;
        try (StreamRig rig = rig();
                Post post = post(rig, (port, from, message) -> port.send(from, message))) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(100);
            long allocated = Long.MAX_VALUE;
            // The first rounds run in the interpreter and load classes.
            for (int round = 0; round < 20 && allocated > messages; round++) {
                long begin = rig.<Long>inLoop(memory::getCurrentThreadAllocatedBytes);
                for (int i = 0; i < messages; i++) {
                    post.peer().send(buffer.clear(), post.address());
                    post.peer().receive(buffer.clear());
                }
                allocated = rig.<Long>inLoop(memory::getCurrentThreadAllocatedBytes) - begin;
            }
            assertTrue(allocated <= messages, "bytes allocated for " + messages + " messages: " + allocated);
        }
    }
}
