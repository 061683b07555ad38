package dev.vigil.relay;

import static dev.vigil.relay.RelayRig.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.ChildJvm;
import dev.vigil.loop.EventLoopBuilder;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Destinations, and clients that wait for them: several addresses, none that answers, and what goes wrong in between. */
public interface RelayConnectContract extends RelayFixture {
    private static SocketAddress nobody() throws IOException {
        try (ServerSocketChannel listener = ChannelKinds.listener()) {
            return listener.getLocalAddress();
        }
    }

    /** A listener whose queue is full, and leaves further attempts without an answer. */
    final class Silent implements AutoCloseable {
        private final ServerSocketChannel listener;
        private final List<Socket> queue = new ArrayList<>();

        Silent() throws IOException {
            listener = ServerSocketChannel.open().bind(ChannelKinds.anyPort(), 1);
            boolean full = false;
            while (!full && queue.size() < 20) {
                Socket socket = new Socket();
                queue.add(socket);
                try {
                    socket.connect(address(), 500);
                } catch (SocketTimeoutException e) {
                    full = true;
                }
            }
            assumeTrue(full, "this system answers for a listener whose queue is full");
        }

        SocketAddress address() throws IOException {
            return listener.getLocalAddress();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : queue) {
                socket.close();
            }
            listener.close();
        }
    }

    @Test
    default void aClientThatIsResetWhileItsDestinationIsBeingConnectedEndsThePair() throws IOException {
        try (Silent silent = new Silent();
                RelayRig rig = new RelayRig(ends(), relayLoops(), settings -> settings.connectTimeout(Duration.ZERO))) {
            RelayRig.Line line = rig.connect(silent.address());
            RelayRig.put(line.left(), 1000);
            Loops.settle(rig.loop);
            RelayRig.reset(line.left());
            assertEquals(RelayOutcome.FAILED, outcome(line.pair()));
            assertInstanceOf(IOException.class, line.pair().cause());
            rig.assertNothingLeft();
        }
    }

    /** With its buffer full it is not read, and urgent data is no error. */
    @Test
    default void aClientThatIsResetBehindUrgentDataEndsThePairToo() throws IOException {
        assumeTrue(fixture().has(Feature.PRIORITY), "an end that is not read is not watched here");
        try (Silent silent = new Silent();
                RelayRig rig = new RelayRig(
                        ends(), relayLoops(), settings -> settings.buffer(100).connectTimeout(Duration.ZERO))) {
            RelayRig.Line line = rig.connect(silent.address());
            RelayRig.put(line.left(), 1000);
            line.left().socket().sendUrgentData(1);
            rig.assertQuiet();
            assertTrue(line.pair().isActive());
            RelayRig.reset(line.left());
            assertEquals(RelayOutcome.FAILED, outcome(line.pair()));
            rig.assertNothingLeft();
        }
    }

    /** Told by an exception that is none of IO. */
    @Test
    default void anAddressOfAKindThatTheJvmHasNotIsPassedOverForTheNext() throws Exception {
        String name = fixture().backend().name();
        assumeTrue(
                EventSource.backends().stream()
                        .anyMatch(backend -> backend.name().equals(name)),
                "a program of its own has backends with their default settings only");
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .options("-Djava.net.preferIPv4Stack=true")
                .run(RelayIpv4Only.class, name);
        ended.assertClean();
        assertEquals("FINISHED, CONNECT_FAILED ConnectException", ended.out().strip());
    }

    @Test
    default void addressesAreTriedInOrderAndWhatTheClientSentMeanwhileArrives() throws Exception {
        int bytes = 50_000;
        try (Silent silent = new Silent();
                ServerSocketChannel server = ChannelKinds.listener();
                RelayRig rig = new RelayRig(
                        ends(), relayLoops(), settings -> settings.connectTimeout(Duration.ofMillis(50)))) {
            Destination destination =
                    Destination.of(List.of(nobody(), silent.address(), server.getLocalAddress(), nobody()));
            RelayRig.Line line = rig.connect(destination);
            long sent = RelayRig.send(line.left(), bytes, 5);
            try (SocketChannel right = server.accept()) {
                assertEquals(sent, RelayRig.receive(right, bytes));
                long answered = RelayRig.send(right, bytes, 6);
                assertEquals(answered, RelayRig.receive(line.left(), bytes));
            }
            assertEquals(RelayOutcome.FINISHED, outcome(line.pair()));
            rig.assertNothingLeft();
        }
    }

    @Test
    default void whenNoAddressAnswersTheCauseTellsOfEach() throws IOException {
        try (Silent silent = new Silent();
                RelayRig rig = new RelayRig(
                        ends(), relayLoops(), settings -> settings.connectTimeout(Duration.ofMillis(30)))) {
            RelayRig.Line late = rig.connect(Destination.of(List.of(nobody(), silent.address())));
            assertEquals(RelayOutcome.CONNECT_TIMED_OUT, outcome(late.pair()));
            assertInstanceOf(SocketTimeoutException.class, late.pair().cause());
            assertInstanceOf(ConnectException.class, late.pair().cause().getSuppressed()[0]);
            RelayRig.Line refused = rig.connect(Destination.of(List.of(silent.address(), nobody())));
            assertEquals(RelayOutcome.CONNECT_FAILED, outcome(refused.pair()));
            assertInstanceOf(ConnectException.class, refused.pair().cause());
            assertEquals(-1, refused.left().read(ByteBuffer.allocate(1)));
            rig.assertNothingLeft();
        }
        assertThrows(IllegalArgumentException.class, () -> Destination.of(List.of()));
    }

    @Test
    default void aPreambleGoesBeforeEverythingElse() throws IOException {
        byte[] preamble = {1, 2, 3, 4, 5, 6, 7, 8};
        for (int depth : new int[] {1, 100_000}) {
            try (ServerSocketChannel server = ChannelKinds.listener();
                    RelayRig rig = new RelayRig(ends(), relayLoops(), settings -> settings.buffer(depth))) {
                Destination destination =
                        Destination.of(server.getLocalAddress()).preamble(preamble);
                // The first is silent: the preamble does not wait for its bytes.
                RelayRig.Line silent = rig.connect(destination);
                RelayRig.Line talker = rig.connect(destination);
                RelayRig.put(talker.left(), 100);
                for (RelayRig.Line line : List.of(silent, talker)) {
                    try (SocketChannel right = server.accept()) {
                        ByteBuffer got = ByteBuffer.allocate(preamble.length);
                        while (got.hasRemaining()) {
                            assertTrue(right.read(got) > 0);
                        }
                        assertEquals(ByteBuffer.wrap(preamble), got.flip());
                        if (line.equals(talker)) {
                            RelayRig.take(right, 100);
                        }
                        right.shutdownOutput();
                        line.left().shutdownOutput();
                        assertEquals(RelayOutcome.FINISHED, outcome(line.pair()));
                    }
                }
                assertEquals(
                        2L * preamble.length + 100, rig.relay.totals().forth().bytes());
                rig.assertNothingLeft();
            }
        }
        assertThrows(
                IllegalArgumentException.class, () -> Destination.of(nobody()).preamble(new byte[5000]));
    }

    /** The factory has a say before the connection is begun, and so can have it begin where it goes. */
    @Test
    default void aConnectionThatHasItselfAsItsPeerIsRefused() throws IOException {
        InetSocketAddress nobody = (InetSocketAddress) nobody();
        Function<SelectableChannel, RelayEnd> bound = channel -> {
            try {
                ((SocketChannel) channel).bind(nobody);
                return ends().apply(channel);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
        try (RelayRig rig = new RelayRig(ends(), relayLoops(), settings -> settings.ends(bound))) {
            RelayRig.Line line = rig.connect(nobody);
            assertEquals(RelayOutcome.CONNECT_FAILED, outcome(line.pair()));
            assertInstanceOf(ConnectException.class, line.pair().cause());
            assertTrue(line.pair().cause().getMessage().contains("itself"));
            assertEquals(-1, line.left().read(ByteBuffer.allocate(1)));
            rig.assertNothingLeft();
        }
    }

    @Test
    default void anAddressThatNoChannelConnectsToIsRefusedWithWhatToDoInstead() throws IOException {
        SocketAddress strange = new SocketAddress() {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                return "@abstract";
            }
        };
        SocketAddress unknown = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            for (SocketAddress address : List.of(strange, unknown)) {
                SocketChannel[] left = ChannelKinds.tcpPair();
                left[1].configureBlocking(false);
                RelayEnd end = ends().apply(left[1]);
                String message = assertThrows(
                                IllegalArgumentException.class, () -> rig.relay.connect(rig.loop, end, address))
                        .getMessage();
                assertTrue(message.contains(address == strange ? "DescriptorEnd.owning" : "getAllByName"), message);
                assertEquals(-1, left[0].read(ByteBuffer.allocate(1)), "the end is closed");
                left[0].close();
            }
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Destination.of(List.of(ChannelKinds.anyPort(), strange, ChannelKinds.anyPort())));
            rig.assertNothingLeft();
        }
    }

    @Test
    default void aFactoryOfEndsThatMakesNoneLeavesNothingOpen() throws Exception {
        AtomicReference<SelectableChannel> given = new AtomicReference<>();
        Function<SelectableChannel, RelayEnd> none = channel -> {
            given.set(channel);
            return null;
        };
        Function<SelectableChannel, RelayEnd> throwing = channel -> {
            given.set(channel);
            throw new IllegalStateException("a mistake");
        };
        EventSource other = fixture().open();
        other.close();
        Function<SelectableChannel, RelayEnd> foreign = channel -> {
            given.set(channel);
            other.wakeup();
            return null;
        };
        for (Function<SelectableChannel, RelayEnd> factory : List.of(none, throwing, foreign)) {
            AtomicReference<Throwable> reported = new AtomicReference<>();
            EventLoopBuilder loops = relayLoops().onException((loop, thrown) -> reported.set(thrown));
            try (ServerSocketChannel server = ChannelKinds.listener();
                    RelayRig rig = new RelayRig(ends(), loops, settings -> settings.ends(factory))) {
                RelayRig.Line line = rig.connect(server.getLocalAddress());
                assertEquals(RelayOutcome.CONNECT_FAILED, outcome(line.pair()));
                assertInstanceOf(IllegalStateException.class, line.pair().cause());
                Loops.until(() -> reported.get() instanceof IllegalStateException, "the report");
                assertFalse(given.get().isOpen());
                // A second one finds the loop alive.
                assertEquals(
                        RelayOutcome.CONNECT_FAILED,
                        outcome(rig.connect(server.getLocalAddress()).pair()));
                rig.assertNothingLeft();
            }
        }
    }
}
