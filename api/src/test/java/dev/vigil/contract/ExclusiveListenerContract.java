package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** One listener watched exclusively by several sources, each with a thread that waits. */
public interface ExclusiveListenerContract extends Contract {
    @Rule({1, 8})
    @Needs({Feature.EXCLUSIVE, Feature.CHANNELS})
    @Test
    default void ofABurstEveryConnectionIsAcceptedOnce() throws Exception {
        int bursts = 20;
        int size = 40;
        try (Herd herd = new Herd(this, 4, Integer.MAX_VALUE)) {
            for (int i = 1; i <= bursts; i++) {
                herd.connect(size);
                herd.awaitAccepted(i * size);
            }
            assertEquals(bursts * size, Arrays.stream(herd.shares()).sum());
        }
    }

    /** What makes sharing even: who accepted goes to the back of the queue. */
    @Rule(3)
    @Needs({Feature.EXCLUSIVE, Feature.CHANNELS})
    @Test
    default void rotatingAfterEachAcceptGivesEveryWaiterItsShare() throws Exception {
        int rounds = 5;
        int waiters = 4;
        try (Herd herd = new Herd(this, waiters, 1)) {
            for (int i = 1; i <= rounds * waiters; i++) {
                herd.awaitWaiting();
                herd.connect(1);
                herd.awaitAccepted(i);
            }
            for (int share : herd.shares()) {
                assertTrue(share >= 1 && share <= 2 * rounds, () -> Arrays.toString(herd.shares()));
            }
        }
    }

    @Rule(3)
    @Needs({Feature.EXCLUSIVE, Feature.CHANNELS})
    @Test
    default void rotatingAfterEveryKLosesNothingAtAnyK() throws Exception {
        for (int k : new int[] {1, 3, 16}) {
            try (Herd herd = new Herd(this, 3, k)) {
                herd.connect(100);
                herd.awaitAccepted(100);
            }
        }
    }

    @Rule({3, 18})
    @Needs({Feature.EXCLUSIVE, Feature.CHANNELS})
    @Test
    default void sourcesMayComeAndGoDuringBursts() throws Exception {
        int bursts = 30;
        int size = 10;
        try (Herd herd = new Herd(this, 3, 2)) {
            for (int i = 1; i <= bursts; i++) {
                Herd.Waiter comer = herd.add();
                herd.connect(size);
                comer.close();
                // A connection that woke the one that went is found by whoever looks again.
                herd.lookUntilAccepted(i * size);
            }
        }
    }

    /** A wake-up is given to one waiter and not taken back, so a waiter that goes takes it along; a look finds it again. */
    @Rule({3, 6, 18})
    @Needs({Feature.EXCLUSIVE, Feature.CHANNELS})
    @Test
    default void aConnectionWhoseWaiterEndsIsThereForTheOneThatLooksNext() throws IOException {
        for (boolean closes : new boolean[] {true, false}) {
            try (ServerSocketChannel listener = ChannelKinds.listener();
                    EventSource other = open()) {
                EventSource woken = open();
                listener.configureBlocking(false);
                Recorder first = new Recorder();
                Recorder second = new Recorder();
                Registration ends = woken.register(listener, Interest.READ.exclusive(), first);
                Registration stays = other.register(listener, Interest.READ.exclusive(), second);
                try (SocketChannel client = SocketChannel.open(listener.getLocalAddress())) {
                    Polling.untilSeen(woken, first);
                    if (!closes) {
                        ends.cancel();
                    }
                    woken.close();
                    stays.rotate();
                    Polling.untilSeen(other, second);
                    try (SocketChannel accepted = listener.accept()) {
                        assertEquals(client.getLocalAddress(), accepted.getRemoteAddress());
                    }
                }
            }
        }
    }

    @Rule(3)
    @Needs({Feature.EXCLUSIVE, Feature.CHANNELS})
    @Test
    default void updatesDuringABurstLoseNoConnection() throws Exception {
        int size = 200;
        try (Herd herd = new Herd(this, 2, Integer.MAX_VALUE)) {
            herd.connecting(size, () -> {
                for (Herd.Waiter waiter : herd.waiters()) {
                    waiter.registration().update(Interest.READ);
                    waiter.registration().update(Interest.READ.exclusive());
                }
            });
            herd.awaitAccepted(size);
        }
    }

    @Rule({1, 7})
    @Needs({Feature.EXCLUSIVE, Feature.NESTING, Feature.DESCRIPTORS, Feature.CHANNELS})
    @Test
    default void aSourcesOwnDescriptorIsNotWatchedExclusively() throws IOException {
        try (EventSource outer = open();
                EventSource inner = open();
                Link link = ChannelKinds.TCP.open()) {
            int fd = inner.fd().orElseThrow();
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> outer.register(fd, Interest.READ.exclusive(), new Recorder()));
            assertTrue(e.getMessage().contains("exclusively"), e::getMessage);
            Recorder seen = new Recorder();
            Registration registration = outer.register(fd, Interest.READ, seen);
            assertThrows(IllegalArgumentException.class, () -> registration.update(Interest.READ.exclusive()));
            // What was refused changed nothing.
            link.register(inner, Interest.WRITE, new Recorder());
            Polling.untilSeen(outer, seen);
        }
    }
}
