package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Closing ends every poll in progress, and every call after it. */
public interface CloseContract extends Contract {
    /** Polls until the source is closed, and fails if anything else ends it. */
    private static Companion<Void> pollingUntilClosed(EventSource source) {
        return Companion.running(() -> assertThrows(ClosedEventSourceException.class, () -> {
            while (true) {
                source.poll();
            }
        }));
    }

    @Rule(18)
    @Test
    default void closeEndsEveryPollInProgress() throws Exception {
        for (int round = 0; round < 20; round++) {
            EventSource source = open();
            List<Companion<Void>> pollers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                pollers.add(pollingUntilClosed(source));
                if (round % 2 == 0) {
                    pollers.get(i).awaitBlocked();
                }
            }
            source.close();
            for (Companion<Void> poller : pollers) {
                poller.join();
            }
        }
    }

    /** The source that closes holds the file until it is through: a Selector its cancelled keys, poll(2) what it was given. */
    @Rule(18)
    @Test
    default void whoDetachesWhileTheSourceClosesMayCloseAndHasThePortFree() throws Exception {
        for (int round = 0; round < 20; round++) {
            EventSource source = open();
            Companion<Void> poller = pollingUntilClosed(source);
            SocketAddress address;
            Companion<Void> closer;
            try (ServerSocketChannel listener = ChannelKinds.listener()) {
                listener.configureBlocking(false);
                Registration registration = source.register(listener, Interest.READ, (self, ready) -> {});
                address = listener.getLocalAddress();
                poller.awaitBlocked();
                closer = Companion.running(source::close);
                while (source.isOpen()) {
                    Thread.onSpinWait();
                }
                registration.detach();
            }
            try (ServerSocketChannel again = ServerSocketChannel.open()) {
                again.bind(address);
            }
            closer.join();
            poller.join();
        }
    }

    @Rule(18)
    @Test
    default void closeByAHandlerEndsItsPollAndNoOtherHandlerStarts() throws IOException {
        EventSource source = open();
        try (Link one = fixture().kind(Trait.READ).open();
                Link two = fixture().kind(Trait.READ).open()) {
            Recorder seen = new Recorder((registration, ready) -> source.close());
            one.register(source, Interest.READ, seen);
            two.register(source, Interest.READ, seen);
            one.makeReadable();
            two.makeReadable();
            assertThrows(ClosedEventSourceException.class, source::poll);
            assertEquals(1, seen.count());
        } finally {
            source.close();
        }
    }

    @Rule(18)
    @Test
    default void closeByAHandlerEndsThePollsOfOtherThreads() throws Exception {
        EventSource source = open();
        try (Link link = fixture().kind(Trait.READ).open()) {
            List<Companion<Void>> pollers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                pollers.add(pollingUntilClosed(source).awaitBlocked());
            }
            link.register(source, Interest.READ, (registration, ready) -> source.close());
            link.makeReadable();
            for (Companion<Void> poller : pollers) {
                poller.join();
            }
        } finally {
            source.close();
        }
    }

    @Rule({3, 18})
    @Test
    default void closeWhileOthersRegisterEndsThemWithNothingButTheClosing() throws Exception {
        for (int round = 0; round < 30; round++) {
            EventSource source = open();
            AtomicInteger registered = new AtomicInteger();
            List<Companion<Void>> threads = new ArrayList<>();
            threads.add(pollingUntilClosed(source));
            for (int i = 0; i < 3; i++) {
                threads.add(Companion.running(() -> changeUntilClosed(source, registered)));
            }
            Companion.await(() -> registered.get() > 20, "some are registered");
            source.close();
            for (Companion<Void> thread : threads) {
                thread.join();
            }
        }
    }

    private void changeUntilClosed(EventSource source, AtomicInteger registered) throws IOException {
        try (Link link = fixture().kind(Trait.READ).open()) {
            assertThrows(ClosedEventSourceException.class, () -> {
                while (true) {
                    Registration registration = link.register(source, Interest.READ, new Recorder());
                    registration.update(Interest.NONE);
                    registration.update(Interest.READ);
                    registration.cancel();
                    registered.incrementAndGet();
                }
            });
        }
    }

    @Rule(18)
    @Test
    default void closeIsIdempotentAndMayComeFromSeveralThreadsAtOnce() throws Exception {
        for (int round = 0; round < 50; round++) {
            EventSource source = open();
            Companion<Void> poller = pollingUntilClosed(source);
            List<Companion<Void>> closers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                closers.add(Companion.running(source::close));
            }
            source.close();
            for (Companion<Void> closer : closers) {
                closer.join();
            }
            source.close();
            poller.join();
            assertFalse(source.isOpen());
        }
    }
}
