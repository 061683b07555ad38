package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Changes from other threads take effect while the poller blocks, and nobody asks for a wake-up. */
public interface ChangeContract extends Contract {
    /** What another thread does while the poller blocks. */
    @FunctionalInterface
    interface Change {
        /**
         * Makes the change.
         *
         * @throws IOException if it fails
         */
        void run() throws IOException;
    }

    /** Fails unless a thread blocked in a poll sees one event after the change, without a wake-up. */
    private static void assertSeenByABlockedPoller(EventSource source, Change change) throws Exception {
        Companion<Integer> poller = Companion.calling(source::poll).awaitBlocked();
        change.run();
        assertEquals(1, poller.join());
        assertEquals(0, source.statistics().wakeupsAsked());
    }

    @Rule(3)
    @EachKind(Trait.READ)
    default void registerTakesEffectWhileThePollerBlocks(Kind kind) throws Exception {
        try (EventSource source = open();
                Link link = kind.open()) {
            link.makeReadable();
            assertSeenByABlockedPoller(source, () -> link.register(source, Interest.READ, new Recorder()));
        }
    }

    @Rule(3)
    @EachKind(Trait.READ)
    default void updateTakesEffectWhileThePollerBlocks(Kind kind) throws Exception {
        try (EventSource source = open();
                Link link = kind.open()) {
            Registration registration = link.register(source, Interest.NONE, new Recorder());
            link.makeReadable();
            assertSeenByABlockedPoller(source, () -> registration.update(Interest.READ));
        }
    }

    @Rule(3)
    @EachKind(Trait.READ)
    default void rearmTakesEffectWhileThePollerBlocks(Kind kind) throws Exception {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ.oneShot(), seen);
            link.makeReadable();
            Polling.untilSeen(source, seen);
            assertSeenByABlockedPoller(source, registration::rearm);
        }
    }

    @Rule({3, 6})
    @EachKind(Trait.READ)
    default void cancelTakesEffectWhileThePollerBlocks(Kind kind) throws Exception {
        try (EventSource source = open();
                Link link = kind.open()) {
            Recorder seen = new Recorder();
            Registration registration = link.register(source, Interest.READ, seen);
            Companion<Integer> poller = Companion.calling(source::poll).awaitBlocked();
            registration.cancel();
            link.makeReadable();
            source.wakeup();
            assertEquals(0, poller.join());
            assertEquals(0, seen.count());
        }
    }

    @Rule(3)
    @EachKind(Trait.READ)
    default void aDescriptorIsCancelledAndRegisteredAgainWhileThePollerBlocks(Kind kind) throws Exception {
        try (EventSource source = open();
                Link link = kind.open()) {
            AtomicBoolean over = new AtomicBoolean();
            Companion<Void> poller = Companion.running(() -> {
                while (!over.get()) {
                    source.poll();
                }
            });
            Companion<Void> changes = Companion.running(() -> {
                Registration registration = link.register(source, Interest.READ, new Recorder());
                for (int i = 0; i < 300; i++) {
                    registration.cancel();
                    registration = link.register(source, Interest.READ, new Recorder());
                }
                registration.cancel();
            });
            changes.join();
            poller.awaitBlocked();
            Recorder seen = new Recorder();
            link.register(source, Interest.READ.oneShot(), seen);
            link.makeReadable();
            Companion.await(() -> seen.count() == 1, "the last registration reports");
            over.set(true);
            source.wakeup();
            poller.join();
        }
    }

    @Rule({3, 6})
    @EachKind(Trait.READ)
    default void anEventFetchedBeforeAnotherThreadCancelsIsDropped(Kind kind) throws Exception {
        try (EventSource source = open();
                Link one = kind.open();
                Link two = kind.open()) {
            List<Registration> registrations = new ArrayList<>();
            Recorder seen = new Recorder((registration, ready) -> {
                Companion<Void> canceller = Companion.running(() -> registrations.forEach(Registration::cancel));
                Companion.await(canceller::isDone, "cancel returns while a handler runs");
            });
            registrations.add(one.register(source, Interest.READ, seen));
            registrations.add(two.register(source, Interest.READ, seen));
            one.makeReadable();
            two.makeReadable();
            Polling.untilSeen(source, seen);
            Polling.assertSilent(source);
            assertEquals(1, seen.count());
        }
    }

    @Rule({2, 3, 6})
    @Test
    default void eightThreadsThatRegisterAndCancelLeaveNothingBehind() throws Exception {
        int threads = 8;
        int times = 10_000;
        List<Link> links = new ArrayList<>();
        try (EventSource source = open()) {
            AtomicBoolean over = new AtomicBoolean();
            Companion<Void> poller = Companion.running(() -> {
                while (!over.get()) {
                    source.poll();
                }
            });
            List<Companion<WeakReference<Recorder>>> storm = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Link link = fixture().kind(Trait.READ).open();
                links.add(link);
                storm.add(Companion.calling(() -> registerAndCancel(source, link, times)));
            }
            List<WeakReference<Recorder>> handlers = new ArrayList<>();
            for (Companion<WeakReference<Recorder>> thread : storm) {
                handlers.add(thread.join());
            }
            over.set(true);
            source.wakeup();
            poller.join();
            // A poll with nothing in it: what was cancelled is let go of.
            assertEquals(0, source.pollNow());
            for (WeakReference<Recorder> handler : handlers) {
                Companion.await(() -> isCollected(handler), "the handler of a cancelled registration is collected");
            }
            Recorder seen = new Recorder();
            for (Link link : links) {
                link.register(source, Interest.READ.oneShot(), seen);
                link.makeReadable();
            }
            Polling.until(source, () -> seen.count() == threads, () -> "an event of each");
        } finally {
            for (Link link : links) {
                link.close();
            }
        }
    }

    private static WeakReference<Recorder> registerAndCancel(EventSource source, Link link, int times)
            throws IOException {
        Recorder handler = new Recorder();
        for (int i = 0; i < times; i++) {
            link.register(source, Interest.READ, handler).cancel();
        }
        assertEquals(0, handler.count());
        return new WeakReference<>(handler);
    }

    private static boolean isCollected(WeakReference<?> reference) {
        System.gc();
        return reference.refersTo(null);
    }
}
