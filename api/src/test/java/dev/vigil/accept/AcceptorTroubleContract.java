package dev.vigil.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventHandler;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.ChildJvm;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.LogLines;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Acceptors when the system refuses, and when listeners and loops close under them. */
public interface AcceptorTroubleContract extends AcceptorRandomContract {
    /** A listener that fails while it is told to. */
    final class Failing extends WrappedListener {
        final AtomicBoolean exhausted = new AtomicBoolean();
        final AtomicBoolean unloadable = new AtomicBoolean();
        final AtomicInteger aborted = new AtomicInteger();
        final AtomicInteger tries = new AtomicInteger();

        Failing(ServerSocketChannel channel) throws IOException {
            super(nonBlocking(channel));
        }

        private static Listener<SocketChannel> nonBlocking(ServerSocketChannel channel) throws IOException {
            channel.configureBlocking(false);
            return Listener.of(channel);
        }

        @Override
        public SocketChannel accept() throws IOException {
            tries.incrementAndGet();
            if (unloadable.get()) {
                throw new NoClassDefFoundError("meant");
            }
            if (exhausted.get()) {
                throw new IOException("Too many open files");
            }
            if (aborted.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IOException("Software caused connection abort");
            }
            return super.accept();
        }
    }

    @Test
    default void whenTheSystemRefusesTheListenerIsLeftAloneForAWhileWithOneLogLine() throws IOException {
        for (Sharing way : ways()) {
            if (way != Sharing.REUSE_PORT) {
                assertIsLeftAloneWhileTheSystemRefuses(way, 64);
                assertIsLeftAloneWhileTheSystemRefuses(way, 1);
            }
        }
    }

    private void assertIsLeftAloneWhileTheSystemRefuses(Sharing way, int batch) throws IOException {
        try (LogLines log = LogLines.of("dev.vigil.accept");
                EventLoopGroup group = loops().startGroup(2);
                ServerSocketChannel channel = ChannelKinds.listener();
                Clients clients = new Clients()) {
            Failing listener = new Failing(channel);
            listener.exhausted.set(true);
            try (Acceptor acceptor = Acceptor.builder(group)
                    .sharing(way)
                    .batch(batch)
                    .retryAfter(Duration.ofMillis(20))
                    .start(listener, Clients.greeter(group))) {
                clients.connect(acceptor.localAddress(), 5);
                Loops.until(() -> listener.tries.get() >= 2, "the first tries");
                long begin = System.nanoTime();
                int before = listener.tries.get();
                Loops.until(() -> listener.tries.get() >= before + 10, "more tries");
                long pauses = (System.nanoTime() - begin) / 20_000_000;
                // Two tries for each pause of each of two loops, and what was under way.
                assertTrue(
                        listener.tries.get() - before <= 4 * (pauses + 2),
                        "tries " + (listener.tries.get() - before) + " in " + pauses + " pauses");
                listener.exhausted.set(false);
                clients.awaitAll(2);
                assertEquals(1, log.lines().size(), () -> log.lines().toString());
                assertTrue(
                        log.lines().get(0).contains("Too many open files"),
                        () -> log.lines().toString());
            }
        }
    }

    /** Whatever is thrown: classes that cannot be loaded for want of a descriptor are Errors. */
    @Test
    default void aBatchWithoutLimitIsAcceptedAndAnErrorIsARefusalToo() throws IOException {
        for (Sharing way : ways()) {
            try (EventLoopGroup group = loops().startGroup(2);
                    Acceptor acceptor = Acceptor.builder(group)
                            .sharing(way)
                            .batch(Integer.MAX_VALUE)
                            .bind(ChannelKinds.anyPort(), Clients.greeter(group));
                    Clients clients = new Clients()) {
                clients.connect(acceptor.localAddress(), 5);
                clients.awaitAll(2);
            }
        }
        try (LogLines log = LogLines.of("dev.vigil.accept");
                EventLoopGroup group = loops().startGroup(1);
                ServerSocketChannel channel = ChannelKinds.listener();
                Clients clients = new Clients()) {
            Failing listener = new Failing(channel);
            listener.unloadable.set(true);
            try (Acceptor acceptor =
                    Acceptor.builder(group).retryAfter(Duration.ofMillis(1)).start(listener, Clients.greeter(group))) {
                clients.connect(acceptor.localAddress());
                Loops.until(() -> listener.tries.get() >= 6, "tries");
                listener.unloadable.set(false);
                clients.awaitAll(1);
                assertEquals(1, log.lines().size(), () -> log.lines().toString());
            }
        }
    }

    /** A process that waits for descriptors in a spin would use a whole processor; this one hardly any. */
    @Test
    default void whenDescriptorsRunOutTheProcessIsIdleAndNoConnectionIsLost() throws Exception {
        ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                .optionsFromBuild()
                .descriptorLimit(200)
                .run(Exhaustion.class, fixture().backend().name());
        ended.assertClean();
        String[] figures = ended.out().trim().split(" ", -1);
        assertEquals("1", figures[0], "log lines");
        assertTrue(Integer.parseInt(figures[1]) < 50, "per cent of a processor used: " + figures[1]);
    }

    @Test
    default void aConnectionThatFailsByItselfIsPassedOver() throws IOException {
        try (LogLines log = LogLines.of("dev.vigil.accept");
                EventLoopGroup group = loops().startGroup(1);
                ServerSocketChannel channel = ChannelKinds.listener();
                Clients clients = new Clients()) {
            Failing listener = new Failing(channel);
            try (Acceptor acceptor =
                    Acceptor.builder(group).retryAfter(Duration.ofDays(1)).start(listener, Clients.greeter(group))) {
                for (int i = 0; i < 10; i++) {
                    listener.aborted.set(1);
                    Clients.greeting(clients.connect(acceptor.localAddress()));
                }
                assertEquals(0, log.lines().size(), () -> log.lines().toString());
            }
        }
    }

    @Test
    default void aListenerThatIsClosedUnderItEndsTheAcceptorWithALogLine() throws IOException {
        for (Sharing way : ways()) {
            if (way == Sharing.REUSE_PORT) {
                continue;
            }
            try (LogLines log = LogLines.of("dev.vigil.accept");
                    EventLoopGroup group = loops().startGroup(2);
                    Clients clients = new Clients()) {
                ServerSocketChannel channel = ChannelKinds.listener();
                channel.configureBlocking(false);
                try (Acceptor acceptor = Acceptor.builder(group).sharing(way).start(channel, Clients.greeter(group))) {
                    clients.connect(acceptor.localAddress());
                    clients.awaitAll(2);
                    channel.close();
                    Loops.until(() -> !acceptor.isActive(), "the end");
                    Loops.until(() -> log.lines().size() == 1, "the log line");
                    assertTrue(
                            log.lines().get(0).contains("close the acceptor first"),
                            () -> log.lines().get(0));
                }
                group.loops().forEach(Loops::settle);
            }
        }
    }

    /** The number may be another listener's by now: nothing is accepted from it, and it is not closed. */
    @Test
    default void aListenerThatIsToldToBeClosedIsLetGoOfUntouched() throws IOException {
        for (Sharing way : ways()) {
            AtomicReference<EventHandler> told = new AtomicReference<>();
            AtomicInteger accepts = new AtomicInteger();
            AtomicInteger closes = new AtomicInteger();
            AtomicInteger abandons = new AtomicInteger();
            ListenerFactory<SocketChannel> factory = (address, backlog, reusePort) ->
                    new WrappedListener(ListenerFactory.CHANNELS.open(address, backlog, reusePort)) {
                        @Override
                        public Registration register(EventSource source, Interest interest, EventHandler handler)
                                throws IOException {
                            told.set(handler);
                            return super.register(source, interest, handler);
                        }

                        @Override
                        public SocketChannel accept() throws IOException {
                            accepts.incrementAndGet();
                            return super.accept();
                        }

                        @Override
                        public void close() throws IOException {
                            closes.incrementAndGet();
                            super.close();
                        }

                        @Override
                        public void abandon() throws IOException {
                            abandons.incrementAndGet();
                            super.close();
                        }
                    };
            try (LogLines log = LogLines.of("dev.vigil.accept");
                    EventLoopGroup group = loops().startGroup(1);
                    Acceptor acceptor = Acceptor.builder(group)
                            .sharing(way)
                            .bind(factory, ChannelKinds.anyPort(), Clients.greeter(group))) {
                Loops.call(group.loops().get(0), () -> {
                    told.get().onReady(null, Readiness.of(Readiness.INVALID_BIT));
                    return null;
                });
                assertFalse(acceptor.isActive());
                assertEquals(0, accepts.get());
                assertEquals(1, abandons.get());
                assertEquals(0, closes.get());
                assertTrue(
                        log.lines().get(0).contains("was closed"),
                        () -> log.lines().toString());
            }
        }
    }

    /** Whatever fails first, and whatever closing throws: no listener stays open, and it is the first that is told. */
    @Test
    default void whatCannotBeStartedLeavesNoListenerOpen() throws IOException {
        for (Sharing way : ways()) {
            for (boolean opening : new boolean[] {true, false}) {
                int loops = 3;
                List<Listener<SocketChannel>> opened = new ArrayList<>();
                ListenerFactory<SocketChannel> factory = (address, backlog, reusePort) -> {
                    int last = way == Sharing.REUSE_PORT ? loops : 1;
                    if (opening && opened.size() == last - 1) {
                        throw new IOException("meant");
                    }
                    opened.add(new WrappedListener(ListenerFactory.CHANNELS.open(address, backlog, reusePort)) {
                        @Override
                        public Registration register(EventSource source, Interest interest, EventHandler handler)
                                throws IOException {
                            throw new IOException("meant");
                        }

                        @Override
                        public void close() throws IOException {
                            super.close();
                            throw new IOException("meant, of closing");
                        }
                    });
                    return opened.get(opened.size() - 1);
                };
                try (LogLines log = LogLines.of("dev.vigil.accept");
                        EventLoopGroup group = loops().startGroup(loops)) {
                    AcceptorBuilder builder = Acceptor.builder(group).sharing(way);
                    IOException thrown = assertThrows(
                            IOException.class,
                            () -> builder.bind(factory, ChannelKinds.anyPort(), Clients.greeter(group)));
                    assertEquals("meant", thrown.getMessage(), () -> log.lines().toString());
                    opened.forEach(listener -> assertFalse(listener.isOpen()));
                }
            }
        }
    }

    /** One loop that cannot let go of its listener keeps no other one from it, and no thread alive. */
    @Test
    default void whereLettingGoThrowsTheOthersLetGoToo() throws IOException {
        for (Sharing way : ways()) {
            List<Registration> all = new CopyOnWriteArrayList<>();
            ListenerFactory<SocketChannel> factory = (address, backlog, reusePort) ->
                    new WrappedListener(ListenerFactory.CHANNELS.open(address, backlog, reusePort)) {
                        @Override
                        public Registration register(EventSource source, Interest interest, EventHandler handler)
                                throws IOException {
                            Registration registration = super.register(source, interest, handler);
                            all.add(registration);
                            return failingToDetach(registration);
                        }
                    };
            try (LogLines log = LogLines.of("dev.vigil.accept");
                    EventLoopGroup group = loops().startGroup(3)) {
                Acceptor acceptor = Acceptor.builder(group)
                        .sharing(way)
                        .bind(factory, ChannelKinds.anyPort(), Clients.greeter(group));
                acceptor.close();
                all.forEach(registration -> assertFalse(registration.isActive(), way::name));
                assertEquals(all.size(), log.lines().size(), () -> log.lines().toString());
                Loops.join("vigil-acceptor");
            }
        }
    }

    private static Registration failingToDetach(Registration registration) {
        Class<?>[] types = {Registration.class};
        return (Registration)
                Proxy.newProxyInstance(Registration.class.getClassLoader(), types, (proxy, method, arguments) -> {
                    Object result = method.invoke(registration, arguments);
                    if (method.getName().equals("detach")) {
                        throw new IllegalStateException("meant");
                    }
                    return result;
                });
    }

    /** How many are accepted in a turn says nothing about how many may wait for their loop. */
    @Test
    default void aSmallBatchMakesNoPauses() throws IOException {
        int connections = 40;
        try (EventLoopGroup group = loops().startGroup(1);
                ServerSocketChannel channel = ChannelKinds.listener();
                Clients clients = new Clients()) {
            Failing listener = new Failing(channel);
            try (Acceptor acceptor =
                    Acceptor.builder(group).sharing(Sharing.DEALING).batch(1).start(listener, Clients.greeter(group))) {
                Loops.whileHeld(group.loops().get(0), () -> {
                    clients.connect(acceptor.localAddress(), connections);
                    Loops.until(() -> listener.tries.get() >= connections, "that all are accepted");
                });
                clients.awaitAll(1);
            }
        }
    }

    /** No memory for a task, for one: each connection has an end all the same, and the next ones go on. */
    @Test
    default void aDiscardThatThrowsIsReportedAndTheNextIsAccepted() throws IOException {
        for (Sharing way : ways()) {
            AtomicInteger calls = new AtomicInteger();
            List<Throwable> reported = new CopyOnWriteArrayList<>();
            ListenerFactory<SocketChannel> factory = (address, backlog, reusePort) ->
                    new WrappedListener(ListenerFactory.CHANNELS.open(address, backlog, reusePort)) {
                        @Override
                        public void discard(SocketChannel connection) {
                            super.discard(connection);
                            throw new OutOfMemoryError("meant, of discarding");
                        }
                    };
            try (EventLoopGroup group = loops().onException((loop, thrown) -> reported.add(thrown))
                            .startGroup(2);
                    Acceptor acceptor = Acceptor.builder(group)
                            .sharing(way)
                            .bind(factory, ChannelKinds.anyPort(), (loop, connection) -> {
                                if (calls.incrementAndGet() % 2 == 1) {
                                    throw new IOException("meant");
                                }
                                Clients.greeter(group).onAccept(loop, connection);
                            });
                    Clients clients = new Clients()) {
                for (int i = 0; i < 10; i++) {
                    boolean refused = i % 2 == 0;
                    assertEquals(refused, Clients.greeting(clients.connect(acceptor.localAddress())) < 0);
                }
                Loops.until(() -> reported.size() == 5, "what the handler threw, by " + way);
                for (Throwable thrown : reported) {
                    assertEquals("meant", thrown.getMessage());
                    assertEquals("meant, of discarding", thrown.getSuppressed()[0].getMessage());
                }
                assertEquals(5, acceptor.discarded());
            }
        }
    }

    @Test
    default void whenALoopEndsTheOthersGoOn() throws IOException {
        for (Sharing way : ways()) {
            if (way == Sharing.REUSE_PORT) {
                continue;
            }
            try (EventLoopGroup group = loops().startGroup(3);
                    Acceptor acceptor =
                            Acceptor.builder(group).sharing(way).bind(ChannelKinds.anyPort(), Clients.greeter(group));
                    Clients clients = new Clients()) {
                clients.connect(acceptor.localAddress(), 30);
                group.loops().get(0).close();
                clients.connect(acceptor.localAddress(), 30);
                group.loops().get(2).closeNow();
                clients.connect(acceptor.localAddress(), 30);
                assertEquals(3, clients.awaitAll(3).length);
                assertTrue(acceptor.isActive());
            }
        }
    }

    /** The connection that a loop was woken for, or that was dealt to it, when it was cut off. */
    @Test
    default void aConnectionThatFellToALoopThatIsCutOffIsTakenByAnother() throws IOException {
        for (Sharing way : ways()) {
            if (way == Sharing.REUSE_PORT) {
                continue;
            }
            try (LogLines log = LogLines.of("dev.vigil.accept");
                    EventLoopGroup group = loops().startGroup(2);
                    Acceptor acceptor =
                            Acceptor.builder(group).sharing(way).bind(ChannelKinds.anyPort(), Clients.greeter(group));
                    Clients clients = new Clients()) {
                EventLoop victim = group.loops().get(0);
                Loops.whileHeld(victim, () -> {
                    clients.connect(acceptor.localAddress(), 6);
                    victim.closeNow();
                });
                int[] shares = clients.awaitAll(2);
                assertEquals(6, shares[0] + shares[1], "by " + way + "; " + log.lines());
            }
        }
    }

    @Test
    default void whereNoLoopIsLeftNothingStaysOpen() throws IOException {
        try (LogLines log = LogLines.of("dev.vigil.accept");
                EventLoopGroup group = loops().startGroup(2);
                Acceptor acceptor = Acceptor.builder(group)
                        .sharing(Sharing.DEALING)
                        .bind(ChannelKinds.anyPort(), Clients.greeter(group));
                Clients clients = new Clients()) {
            CountDownLatch release = new CountDownLatch(1);
            for (EventLoop loop : group.loops()) {
                loop.execute(() -> Loops.await(release));
            }
            Socket one = clients.connect(acceptor.localAddress());
            Socket other = clients.connect(acceptor.localAddress());
            group.loops().forEach(EventLoop::closeNow);
            release.countDown();
            Clients.awaitEnd(one);
            Clients.awaitEnd(other);
            Loops.until(() -> !acceptor.isActive(), "the end");
            assertEquals(0, acceptor.handed(0) + acceptor.handed(1));
            assertTrue(acceptor.discarded() >= 1);
            Loops.until(() -> log.lines().stream().anyMatch(line -> line.contains("no loop is left")), "the log line");
        }
    }

    /** Connections that a handler accepted before the acceptor was closed are the handler's; later ones find nobody. */
    @Test
    default void closingDuringABurstLosesNothingThatWasAccepted() throws IOException {
        for (Sharing way : ways()) {
            for (int round = 0; round < 10; round++) {
                AtomicInteger taken = new AtomicInteger();
                try (EventLoopGroup group = loops().startGroup(2);
                        Clients clients = new Clients()) {
                    Acceptor acceptor = Acceptor.builder(group)
                            .sharing(way)
                            .bind(ChannelKinds.anyPort(), (loop, connection) -> {
                                taken.incrementAndGet();
                                Clients.greeter(group).onAccept(loop, connection);
                            });
                    clients.connect(acceptor.localAddress(), 20);
                    acceptor.close();
                    assertFalse(acceptor.isActive());
                    Loops.until(
                            () -> acceptor.handed(0) + acceptor.handed(1) == taken.get(),
                            "what was accepted, by " + way);
                    assertEquals(0, acceptor.discarded());
                }
            }
        }
    }
}
