package dev.vigil.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Companion;
import dev.vigil.contract.Contract;
import dev.vigil.contract.Link;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopBuilder;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.Loops;
import dev.vigil.spi.MechanismFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Acceptors: every connection reaches one handler, whichever way the loops share the listener. */
public interface AcceptorContract extends Contract {
    /** A builder of loops over the backend. */
    default EventLoopBuilder loops() {
        return EventLoop.builder().source(fixture().builder());
    }

    /** The ways that the backend has. */
    default List<Sharing> ways() {
        return fixture().has(Feature.EXCLUSIVE)
                ? List.of(Sharing.values())
                : List.of(Sharing.DEALING, Sharing.REUSE_PORT);
    }

    @Test
    default void theWayIsChosenByWhatTheBackendCanDo() throws IOException {
        try (EventLoopGroup group = loops().startGroup(2);
                Acceptor acceptor = Acceptor.builder(group).bind(ChannelKinds.anyPort(), Clients.greeter(group))) {
            assertEquals(fixture().has(Feature.EXCLUSIVE) ? Sharing.EXCLUSIVE : Sharing.DEALING, acceptor.sharing());
            if (!fixture().has(Feature.EXCLUSIVE)) {
                UnsupportedOperationException e = assertThrows(
                        UnsupportedOperationException.class,
                        () -> Acceptor.builder(group)
                                .sharing(Sharing.EXCLUSIVE)
                                .bind(ChannelKinds.anyPort(), Clients.greeter(group)));
                assertTrue(e.getMessage().contains("exclusive"), e::getMessage);
            }
        }
    }

    @Test
    default void everyConnectionOfABurstReachesOneHandler() throws IOException {
        int count = 200;
        for (Sharing way : ways()) {
            try (EventLoopGroup group = loops().startGroup(3);
                    Acceptor acceptor = Acceptor.builder(group)
                            .sharing(way)
                            .batch(7)
                            .rotateEvery(3)
                            .bind(ChannelKinds.anyPort(), Clients.greeter(group));
                    Clients clients = new Clients()) {
                clients.connect(acceptor.localAddress(), count);
                int[] shares = clients.awaitAll(3);
                assertEquals(count, Arrays.stream(shares).sum());
                Loops.until(
                        () -> acceptor.handed(0) + acceptor.handed(1) + acceptor.handed(2) == count,
                        "the counts, by " + way);
                assertEquals(0, acceptor.discarded());
            }
        }
    }

    @Test
    default void connectionsThatComeSlowlyGoRoundTheLoops() throws IOException {
        int rounds = 10;
        Sharing way = ways().get(0);
        try (EventLoopGroup group = loops().startGroup(3);
                Acceptor acceptor =
                        Acceptor.builder(group).sharing(way).bind(ChannelKinds.anyPort(), Clients.greeter(group));
                Clients clients = new Clients()) {
            int[] shares = new int[3];
            for (int i = 0; i < rounds * 3; i++) {
                shares[Clients.greeting(clients.connect(acceptor.localAddress()))]++;
                // Idle again: the one that accepted is at the back of the queue, and all have the time to get back
                // to their polls. The kernel passes over one that has run its tasks and is not there yet.
                group.loops().forEach(Loops::settle);
                LockSupport.parkNanos(1_000_000);
            }
            for (int share : shares) {
                assertTrue(share > 0, () -> "a loop got nothing: " + Arrays.toString(shares));
            }
        }
    }

    @Test
    default void aLoopThatIsHeldHoldsNoConnectionBack() throws IOException {
        for (Sharing way : ways()) {
            if (way == Sharing.REUSE_PORT) {
                continue; // Documented: the kernel deals them out for good.
            }
            try (EventLoopGroup group = loops().startGroup(3);
                    Acceptor acceptor =
                            Acceptor.builder(group).sharing(way).bind(ChannelKinds.anyPort(), Clients.greeter(group));
                    Clients clients = new Clients()) {
                for (int held = 0; held < 3; held++) {
                    Loops.whileHeld(group.loops().get(held), () -> {
                        for (int i = 0; i < 10; i++) {
                            Clients.greeting(clients.connect(acceptor.localAddress()));
                        }
                    });
                }
            }
        }
    }

    /** Loops that have had their share of a flood leave the listener to the others; whichever is held then, they come back. */
    @Test
    default void inAFloodNoConnectionWaitsForALoopThatIsHeld() throws IOException {
        Sharing way = ways().get(0);
        try (EventLoopGroup group = loops().startGroup(2);
                Acceptor acceptor = Acceptor.builder(group)
                        .sharing(way)
                        .rotateEvery(1)
                        .bind(ChannelKinds.anyPort(), Clients.greeter(group));
                Clients clients = new Clients()) {
            for (int i = 0; i < 20; i++) {
                clients.connect(acceptor.localAddress(), 20);
                Loops.whileHeld(
                        group.loops().get(i % 2), () -> Clients.greeting(clients.connect(acceptor.localAddress())));
            }
        }
    }

    @Test
    default void aLoopThatStandsAsideIsCalledBackWhenMoreComeThanAnotherAcceptsAtOnce() throws IOException {
        try (EventLoopGroup group = loops().startGroup(2)) {
            EventLoop first = group.loops().get(0);
            EventLoop second = group.loops().get(1);
            // The first 1 to 15 of 40 are accepted with rotations: what is left of them fills one batch, and not two.
            AcceptorBuilder builder = floodable(group, Duration.ofHours(1)).batch(20);
            try (Acceptor acceptor = builder.bind(ChannelKinds.anyPort(), Clients.greeter(group))) {
                Loops.whileHeld(second, () -> untilAside(acceptor, first));
                long before = acceptor.handed(0);
                Loops.until(
                        () -> {
                            flood(acceptor, second);
                            return acceptor.handed(0) > before;
                        },
                        "that the first loop accepts again");
            }
        }
    }

    @Test
    default void whenALoopEndsThatStandsAsideTheOthersGoRoundAgain() throws IOException {
        try (EventLoopGroup group = loops().startGroup(3)) {
            List<EventLoop> others = group.loops().subList(1, 3);
            AcceptorBuilder builder = floodable(group, Duration.ofHours(1)).rotateEvery(1);
            try (Acceptor acceptor = builder.bind(ChannelKinds.anyPort(), Clients.greeter(group));
                    Clients clients = new Clients()) {
                EventLoop first = group.loops().get(0);
                Loops.whileHeld(others.get(0), () -> Loops.whileHeld(others.get(1), () -> untilAside(acceptor, first)));
                first.close();
                others.forEach(Loops::settle);
                long before = controlCalls(others);
                // Too few for a flood, whoever accepts them.
                int connections = 15;
                for (int i = 0; i < connections; i++) {
                    Clients.greeting(clients.connect(acceptor.localAddress()));
                }
                assertEquals(2L * connections, controlCalls(others) - before, "control calls, two for each rotation");
            }
        }
    }

    private static long controlCalls(List<EventLoop> loops) {
        return loops.stream()
                .mapToLong(loop -> loop.source().statistics().controlCalls())
                .sum();
    }

    @Test
    default void aFloodIsNotLeftTwiceToOthersThatAreHeld() throws IOException {
        try (EventLoopGroup group = loops().startGroup(2)) {
            AcceptorBuilder builder = floodable(group, Duration.ofMillis(100));
            try (Acceptor acceptor = builder.bind(ChannelKinds.anyPort(), Clients.greeter(group))) {
                EventLoop first = group.loops().get(0);
                Loops.whileHeld(group.loops().get(1), () -> {
                    flood(acceptor, first);
                    // Is served when it comes back.
                    flood(acceptor, first);
                    assertFalse(isAnyAside(acceptor));
                });
            }
        }
    }

    @Test
    default void aLoopThatIsHeldWhileItStandsAsideHoldsUpNobodysRotation() throws IOException {
        try (EventLoopGroup group = loops().startGroup(2)) {
            AcceptorBuilder builder = floodable(group, Duration.ofSeconds(3));
            try (Acceptor acceptor = builder.bind(ChannelKinds.anyPort(), Clients.greeter(group))) {
                EventLoop first = group.loops().get(0);
                Loops.whileHeld(group.loops().get(1), () -> untilAside(acceptor, first));
                Loops.whileHeld(
                        first, () -> Loops.until(() -> !isAnyAside(acceptor), "that the loop is not waited for"));
            }
        }
    }

    /** Takes 16 connections for a flood however slowly they come, and has loops stand aside for so long. */
    private AcceptorBuilder floodable(EventLoopGroup group, Duration standAside) {
        assumeTrue(fixture().has(Feature.EXCLUSIVE), "only loops that watch exclusively stand aside");
        AcceptorBuilder builder = Acceptor.builder(group).sharing(Sharing.EXCLUSIVE);
        builder.standAside = standAside;
        builder.floodWithin = Duration.ofHours(1);
        return builder;
    }

    private static boolean isAnyAside(Acceptor acceptor) {
        return ((ExclusiveLoops<?>) acceptor.distribution()).isAnyAside();
    }

    /** Lets connections come to a loop that are a flood, which it leaves to the others. */
    private static void untilAside(Acceptor acceptor, EventLoop loop) {
        flood(acceptor, loop);
        assertTrue(isAnyAside(acceptor));
    }

    /** Lets a loop find many connections at once, and waits until all are served. */
    private static void flood(Acceptor acceptor, EventLoop loop) {
        try (Clients clients = new Clients()) {
            Loops.whileHeld(loop, () -> clients.connect(acceptor.localAddress(), 40));
            clients.awaitAll(3);
            Loops.settle(loop);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    default void aBacklogIsAcceptedInBatchesBetweenWhichOtherDescriptorsHaveTheirTurn() throws IOException {
        try (EventLoopGroup group = loops().startGroup(1);
                Link link = ChannelKinds.TCP.open();
                ServerSocketChannel listener = ChannelKinds.listener();
                Clients clients = new Clients()) {
            EventLoop loop = group.loops().get(0);
            listener.configureBlocking(false);
            clients.connect(listener.getLocalAddress(), 40);
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger turns = new AtomicInteger();
            AtomicInteger longest = new AtomicInteger();
            link.register(loop.source(), Interest.WRITE, (registration, ready) -> {
                longest.accumulateAndGet(accepted.getAndSet(0), Math::max);
                turns.incrementAndGet();
            });
            AcceptorBuilder builder = Acceptor.builder(group).batch(4);
            if (fixture().has(Feature.EXCLUSIVE)) {
                builder.sharing(Sharing.EXCLUSIVE);
            }
            try (Acceptor acceptor = builder.start(listener, (owner, connection) -> {
                accepted.incrementAndGet();
                Clients.greeter(group).onAccept(owner, connection);
            })) {
                clients.awaitAll(1);
                if (acceptor.sharing() == Sharing.EXCLUSIVE) {
                    assertTrue(turns.get() >= 9, "turns of the other descriptor: " + turns);
                    assertTrue(longest.get() <= 8, "accepted between two of them: " + longest);
                }
            }
        }
    }

    @Test
    default void aHandlerThatThrowsGivesTheConnectionBackAndTheNextIsAccepted() throws IOException {
        for (Sharing way : ways()) {
            AtomicInteger told = new AtomicInteger();
            AtomicInteger calls = new AtomicInteger();
            try (EventLoopGroup group = loops().onException((loop, e) -> told.incrementAndGet())
                            .startGroup(2);
                    Acceptor acceptor = Acceptor.builder(group)
                            .sharing(way)
                            .bind(ChannelKinds.anyPort(), (loop, connection) -> {
                                int call = calls.incrementAndGet();
                                if (call % 4 == 1) {
                                    throw new IOException("meant");
                                }
                                if (call % 4 == 3) {
                                    throw new AssertionError("meant");
                                }
                                Clients.greeter(group).onAccept(loop, connection);
                            });
                    Clients clients = new Clients()) {
                int greeted = 0;
                for (int i = 0; i < 20; i++) {
                    // No byte, but the end of the connection, is what the client of a handler that throws gets.
                    greeted += Clients.greeting(clients.connect(acceptor.localAddress())) >= 0 ? 1 : 0;
                }
                assertEquals(10, greeted);
                Loops.until(() -> told.get() == 10, "exceptions told of, by " + way);
                assertEquals(10, acceptor.discarded());
            }
        }
    }

    /** The issue was seen with two connections, each of which ended the loop that took it. */
    @Test
    default void aHandlerThatLetsOutTheEndOfAnotherSourceEndsNoLoop() throws IOException {
        EventSource other = fixture().open();
        other.close();
        for (Sharing way : ways()) {
            AtomicInteger told = new AtomicInteger();
            AtomicInteger calls = new AtomicInteger();
            try (EventLoopGroup group = loops().onException((loop, e) -> told.incrementAndGet())
                            .startGroup(2);
                    Acceptor acceptor = Acceptor.builder(group)
                            .sharing(way)
                            .bind(ChannelKinds.anyPort(), (loop, connection) -> {
                                int call = calls.incrementAndGet();
                                if (call > 8) {
                                    Clients.greeter(group).onAccept(loop, connection);
                                } else if (call % 2 == 0) {
                                    throw new MechanismFailedException("of another source", null);
                                } else {
                                    other.wakeup();
                                }
                            });
                    Clients clients = new Clients()) {
                for (int i = 0; i < 16; i++) {
                    assertEquals(i >= 8, Clients.greeting(clients.connect(acceptor.localAddress())) >= 0);
                }
                Loops.until(() -> told.get() == 8, "exceptions told of, by " + way);
                group.loops().forEach(Loops::settle);
            }
        }
    }

    @Test
    default void closingEndsItAndLeavesTheCallersListenerOpen() throws IOException {
        for (Sharing way : ways()) {
            try (EventLoopGroup group = loops().startGroup(2);
                    ServerSocketChannel listener = ChannelKinds.listener();
                    Clients clients = new Clients()) {
                listener.configureBlocking(false);
                if (way == Sharing.REUSE_PORT) {
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> Acceptor.builder(group).sharing(way).start(listener, Clients.greeter(group)));
                    continue;
                }
                Acceptor acceptor = Acceptor.builder(group).sharing(way).start(listener, Clients.greeter(group));
                Clients.greeting(clients.connect(acceptor.localAddress()));
                acceptor.close();
                acceptor.close();
                assertFalse(acceptor.isActive());
                assertTrue(listener.isOpen());
                Socket waiting = clients.connect(listener.getLocalAddress());
                try (Acceptor next = Acceptor.builder(group).sharing(way).start(listener, Clients.greeter(group))) {
                    Clients.greeting(waiting);
                    assertTrue(next.isActive());
                }
            }
        }
    }

    @Test
    default void whatBindOpenedIsClosedWithTheAcceptor() throws IOException {
        for (Sharing way : ways()) {
            try (EventLoopGroup group = loops().startGroup(2);
                    Clients clients = new Clients()) {
                Acceptor acceptor = Acceptor.builder(group)
                        .sharing(way)
                        .backlog(16)
                        .bind(ChannelKinds.anyPort(), Clients.greeter(group));
                clients.connect(acceptor.localAddress());
                clients.awaitAll(2);
                acceptor.close();
                assertTrue(isRefused(clients, acceptor), "answers after close(), by " + way);
            }
        }
    }

    /** A thread blocked in poll(2) or in a Selector holds the socket; so does a cancelled key, until the next selection. */
    @Test
    default void thePortIsFreeWhenCloseReturnsOnWhateverThread() throws IOException {
        for (Sharing way : ways()) {
            try (EventLoopGroup group = loops().startGroup(2)) {
                EventLoop first = group.loops().get(0);
                EventLoop second = group.loops().get(1);
                for (int i = 0; i < 40; i++) {
                    Acceptor acceptor =
                            Acceptor.builder(group).sharing(way).bind(ChannelKinds.anyPort(), Clients.greeter(group));
                    switch (i % 4) {
                        case 0 -> acceptor.close();
                        case 1 ->
                            Loops.call(first, () -> {
                                acceptor.close();
                                rebind(acceptor);
                                return null;
                            });
                        case 2 -> Loops.whileHeld(first, acceptor::close);
                        default ->
                            Loops.whileHeld(
                                    first,
                                    () -> Loops.call(second, () -> {
                                        acceptor.close();
                                        return null;
                                    }));
                    }
                    rebind(acceptor);
                }
            }
        }
    }

    /** Held by the listener while one thread closes it: the other must not say that all is done. */
    @Test
    default void whoClosesItAtTheSameTimeWaitsUntilThePortIsFree() throws Exception {
        for (Sharing way : ways()) {
            CountDownLatch closing = new CountDownLatch(1);
            CountDownLatch free = new CountDownLatch(1);
            AtomicReference<Acceptor> acceptor = new AtomicReference<>();
            ListenerFactory<SocketChannel> held = (address, backlog, reusePort) ->
                    new WrappedListener(ListenerFactory.CHANNELS.open(address, backlog, reusePort)) {
                        @Override
                        public void close() throws IOException {
                            closing.countDown();
                            // Nor does the one who closes wait for himself.
                            acceptor.get().close();
                            Loops.await(free);
                            super.close();
                        }
                    };
            try (EventLoopGroup group = loops().startGroup(2)) {
                acceptor.set(Acceptor.builder(group)
                        .sharing(way)
                        .bind(held, ChannelKinds.anyPort(), Clients.greeter(group)));
                Companion<Void> first = Companion.running(acceptor.get()::close);
                Loops.await(closing);
                Companion<Void> second = Companion.running(() -> {
                    acceptor.get().close();
                    assertEquals(0, free.getCount(), "close() returned before the port was free");
                    rebind(acceptor.get());
                });
                Loops.until(
                        () -> second.isDone() || second.thread().getState() == Thread.State.WAITING,
                        "the second to wait, or to end");
                free.countDown();
                second.join();
                first.join();
            }
        }
    }

    /** Fails if the address is not free. */
    private static void rebind(Acceptor acceptor) throws IOException {
        try (ServerSocketChannel again = ServerSocketChannel.open()) {
            again.bind(acceptor.localAddress());
        }
    }

    @Test
    default void anAcceptorMayBeClosedByAllOfItsLoopsAtOnce() throws IOException {
        for (Sharing way : ways()) {
            try (EventLoopGroup group = loops().startGroup(2)) {
                for (int i = 0; i < 20; i++) {
                    Acceptor one =
                            Acceptor.builder(group).sharing(way).bind(ChannelKinds.anyPort(), Clients.greeter(group));
                    Acceptor other =
                            Acceptor.builder(group).sharing(way).bind(ChannelKinds.anyPort(), Clients.greeter(group));
                    group.loops().get(0).execute(one::close);
                    group.loops().get(1).execute(other::close);
                    group.loops().forEach(Loops::settle);
                    assertFalse(one.isActive() || other.isActive());
                }
            }
        }
    }

    @Test
    default void aWildcardListensToItsOwnFamilyAndThatOfIpv6ToBoth() throws IOException {
        assumeTrue(hasIpv6(), "the system has no IPv6");
        try (EventLoopGroup group = loops().startGroup(1)) {
            InetAddress any4 = InetAddress.getByAddress(new byte[4]);
            InetAddress any6 = InetAddress.getByAddress(new byte[16]);
            InetAddress local4 = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            InetAddress local6 = ipv6Loopback();
            assertWildcard(group, any4, local4, true);
            assertWildcard(group, any4, local6, false);
            assertWildcard(group, any6, local4, true);
            assertWildcard(group, any6, local6, true);
        }
    }

    private static InetAddress ipv6Loopback() throws IOException {
        byte[] address = new byte[16];
        address[15] = 1;
        return InetAddress.getByAddress(address);
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, ipv6Loopback())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertWildcard(EventLoopGroup group, InetAddress any, InetAddress client, boolean answers)
            throws IOException {
        try (Acceptor acceptor = Acceptor.builder(group).bind(new InetSocketAddress(any, 0), Clients.greeter(group));
                Clients clients = new Clients()) {
            InetSocketAddress bound = (InetSocketAddress) acceptor.localAddress();
            assertEquals(any, bound.getAddress());
            InetSocketAddress at = new InetSocketAddress(client, bound.getPort());
            if (answers) {
                assertEquals(0, Clients.greeting(clients.connect(at)));
            } else {
                assertThrows(IOException.class, () -> clients.connect(at));
            }
        }
    }

    private static boolean isRefused(Clients clients, Acceptor acceptor) {
        try {
            clients.connect(acceptor.localAddress());
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    default void settingsOfAnAcceptorThatMakeNoSenseAreRefused() throws IOException {
        try (EventLoopGroup group = loops().startGroup(1);
                ServerSocketChannel blocking = ChannelKinds.listener()) {
            AcceptorBuilder builder = Acceptor.builder(group);
            assertThrows(IllegalArgumentException.class, () -> builder.batch(0));
            assertThrows(IllegalArgumentException.class, () -> builder.rotateEvery(0));
            assertThrows(IllegalArgumentException.class, () -> builder.backlog(0));
            assertThrows(IllegalArgumentException.class, () -> builder.retryAfter(Duration.ZERO));
            assertThrows(IllegalArgumentException.class, () -> builder.start(blocking, (loop, connection) -> {}));
            try (ServerSocketChannel unbound = ServerSocketChannel.open()) {
                unbound.configureBlocking(false);
                IllegalArgumentException e = assertThrows(
                        IllegalArgumentException.class, () -> builder.start(unbound, (loop, connection) -> {}));
                assertTrue(e.getMessage().contains("bind()"), e::getMessage);
            }
        }
    }
}
