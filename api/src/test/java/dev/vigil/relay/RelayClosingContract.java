package dev.vigil.relay;

import static dev.vigil.relay.RelayRig.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Interest;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Link;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who closes what on which thread, and what callbacks may do: everything, for they run outside of any change. */
public interface RelayClosingContract extends RelayFixture {
    private static RelayPair idlePair(Relay relay, EventLoop loop, AtomicInteger closed) {
        return relay.join(loop, new IdleEnd(closed, true), new IdleEnd(closed, true));
    }

    /** What ended pairs inside of each other would need a stack for each. */
    @Test
    default void aCallbackMayCloseTheRelayHoweverManyPairsThereAre() throws IOException {
        int count = 20_000;
        AtomicInteger closed = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        AtomicReference<Relay> relay = new AtomicReference<>();
        AtomicReference<Throwable> reported = new AtomicReference<>();
        try (EventLoopGroup group =
                relayLoops().onException((loop, thrown) -> reported.set(thrown)).startGroup(2)) {
            relay.set(Relay.builder(group)
                    .whenEnded(pair -> {
                        told.incrementAndGet();
                        relay.get().close();
                    })
                    .build());
            List<RelayPair> pairs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                pairs.add(idlePair(relay.get(), group.next(), closed));
            }
            pairs.get(0).close();
            Loops.until(() -> told.get() == count, "the end of all pairs");
            relay.get().close();
            assertEquals(2 * count, closed.get());
            assertEquals(0, relay.get().totals().active());
            assertEquals(null, reported.get());
        }
    }

    @Test
    default void aCallbackMayBeginAnotherPairThatEndsAtOnce() throws IOException {
        int count = 20_000;
        AtomicInteger closed = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        AtomicReference<Relay> relay = new AtomicReference<>();
        try (EventLoopGroup group = relayLoops().startGroup(1)) {
            Runnable begin =
                    () -> relay.get().join(group.loops().get(0), new IdleEnd(closed, true), new IdleEnd(closed, false));
            relay.set(Relay.builder(group)
                    .whenEnded(pair -> {
                        if (told.incrementAndGet() < count) {
                            begin.run();
                        }
                    })
                    .build());
            begin.run();
            Loops.until(() -> told.get() == count, "the end of the last pair");
            relay.get().close();
            assertEquals(2 * count, closed.get());
            assertEquals(count, relay.get().totals().ended(RelayOutcome.FAILED));
        }
    }

    @Test
    default void closingOnTheThreadOfALoopWaitsForNoOther() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        try (EventLoopGroup group = relayLoops().startGroup(2)) {
            Relay relay = Relay.builder(group).build();
            RelayPair near = idlePair(relay, group.loops().get(0), closed);
            RelayPair far = idlePair(relay, group.loops().get(1), closed);
            Loops.whileHeld(group.loops().get(1), () -> {
                assertFalse(Loops.call(group.loops().get(0), () -> {
                    relay.close();
                    return far.outcome() != null;
                }));
                assertEquals(RelayOutcome.CUT, outcome(near));
                assertTrue(far.isActive());
            });
            assertEquals(RelayOutcome.CUT, outcome(far));
            relay.close();
            assertEquals(4, closed.get());
        }
    }

    @Test
    default void loopsThatCloseAndAllCloseTheRelayEnd() throws IOException {
        for (int round = 0; round < 20; round++) {
            AtomicInteger closed = new AtomicInteger();
            EventLoopGroup group = relayLoops().startGroup(2);
            Relay relay = Relay.builder(group).build();
            for (int i = 0; i < 10; i++) {
                idlePair(relay, group.next(), closed);
            }
            EventLoop one = group.loops().get(0);
            EventLoop other = group.loops().get(1);
            Runnable close = () -> {
                group.close();
                relay.close();
            };
            Loops.whileHeld(
                    one,
                    () -> Loops.whileHeld(other, () -> {
                        one.execute(close);
                        other.execute(close);
                    }));
            group.close();
            relay.close();
            assertEquals(20, closed.get());
            assertEquals(0, relay.totals().active());
            assertEquals(10, relay.totals().ended(RelayOutcome.CUT));
        }
    }

    @Test
    default void eachPairEndsOnceHoweverManyCloseTheRelayAfterItsLoops() throws Exception {
        for (int round = 0; round < 20; round++) {
            AtomicInteger closed = new AtomicInteger();
            AtomicInteger told = new AtomicInteger();
            EventLoopGroup group = relayLoops().startGroup(2);
            Relay relay = Relay.builder(group)
                    .whenEnded(pair -> told.incrementAndGet())
                    .build();
            for (int i = 0; i < 100; i++) {
                idlePair(relay, group.next(), closed);
            }
            CountDownLatch begin = new CountDownLatch(1);
            List<CompletableFuture<Long>> closers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                closers.add(RelayRig.async(() -> {
                    Loops.await(begin);
                    relay.close();
                    return relay.totals().active();
                }));
            }
            group.loops().forEach(EventLoop::closeNow);
            begin.countDown();
            for (CompletableFuture<Long> closer : closers) {
                assertEquals(0L, closer.get());
            }
            group.close();
            assertEquals(200, closed.get());
            assertEquals(100, told.get());
            assertEquals(100, relay.totals().ended(RelayOutcome.CUT));
        }
    }

    /** The loop is cut off in each of the turns in which the last pair ends, is told of, and leaves its loop. */
    @Test
    default void theLastPairIsToldOfWhenItsLoopIsCutOffMeanwhile() throws IOException {
        for (int turns = 1; turns <= 5; turns++) {
            AtomicInteger told = new AtomicInteger();
            try (EventLoopGroup group = relayLoops().budget(1).startGroup(1);
                    Link link = ChannelKinds.TCP.open()) {
                EventLoop loop = group.loops().get(0);
                Relay relay = Relay.builder(group)
                        .whenEnded(pair -> told.incrementAndGet())
                        .build();
                RelayPair pair = idlePair(relay, loop, new AtomicInteger());
                int last = turns;
                AtomicInteger turn = new AtomicInteger();
                // With a budget of one task it runs before each of them.
                link.register(loop.source(), Interest.WRITE, (registration, ready) -> {
                    if (relay.active() == 0 && turn.incrementAndGet() == last) {
                        loop.closeNow();
                    }
                });
                loop.execute(relay::close);
                Loops.until(loop::isTerminated, "the end of the loop");
                assertEquals(RelayOutcome.CUT, pair.outcome());
                assertEquals(1, told.get(), "cut off in turn " + last);
            }
        }
    }

    @Test
    default void closingWithGraceTellsOfPairsThatOthersHaveCutMeanwhile() throws Exception {
        Duration forLong = Duration.ofDays(1);
        for (boolean byLoop : new boolean[] {true, false}) {
            try (EventLoopGroup group = relayLoops().startGroup(1)) {
                Relay relay = Relay.builder(group).build();
                RelayPair pair = idlePair(relay, group.loops().get(0), new AtomicInteger());
                CompletableFuture<Long> closer = RelayRig.async(() -> relay.close(forLong) ? 1L : 0L);
                Loops.until(() -> isRefused(relay, group), "that it closes");
                if (byLoop) {
                    group.loops().get(0).closeNow();
                } else {
                    relay.close();
                }
                assertEquals(0L, closer.get());
                assertEquals(RelayOutcome.CUT, outcome(pair));
                assertFalse(relay.close(forLong), "that was cut");
            }
        }
        try (EventLoopGroup group = relayLoops().startGroup(2)) {
            Relay relay = Relay.builder(group).build();
            RelayPair pair = idlePair(relay, group.loops().get(0), new AtomicInteger());
            group.loops().get(0).closeNow();
            assertEquals(RelayOutcome.CUT, outcome(pair));
            assertTrue(relay.close(forLong), "nothing went on when it was closed");
        }
    }

    private static boolean isRefused(Relay relay, EventLoopGroup group) {
        try {
            idlePair(relay, group.loops().get(0), new AtomicInteger()).close();
            return false;
        } catch (RejectedExecutionException e) {
            return true;
        }
    }

    @Test
    default void aPairThatBeginsOnTheThreadOfAClosingLoopEndsWithIt() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        EventLoopGroup group = relayLoops().startGroup(1);
        Relay relay = Relay.builder(group).build();
        EventLoop loop = group.loops().get(0);
        AtomicReference<RelayPair> pair = new AtomicReference<>();
        Loops.whileHeld(
                loop,
                () -> loop.execute(() -> {
                    loop.close();
                    pair.set(idlePair(relay, loop, closed));
                }));
        Loops.until(loop::isTerminated, "the end of the loop");
        assertEquals(RelayOutcome.CUT, pair.get().outcome());
        assertEquals(2, closed.get());
        assertThrows(RejectedExecutionException.class, () -> idlePair(relay, loop, closed));
        assertEquals(4, closed.get());
        relay.close();
        assertEquals(0, relay.totals().active());
    }

    @Test
    default void aPairMayBeClosedInTheMiddleOfItsTurn() throws IOException {
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            AtomicReference<RelayPair> pair = new AtomicReference<>();
            RelayRig.Line line =
                    rig.line(end -> WrappedEnd.beforeWrite(end, () -> pair.get().close()));
            pair.set(line.pair());
            RelayRig.put(line.left(), 1000);
            assertEquals(RelayOutcome.CUT, outcome(line.pair()));
            assertEquals(1000, line.pair().forth().bytes());
            rig.assertNothingLeft();
        }
    }

    @Test
    default void twoEndsBetweenWhichNothingCanMoveAreRefused() throws IOException {
        try (RelayRig rig = new RelayRig(ends(), relayLoops())) {
            Pipe one = Pipe.open();
            Pipe other = Pipe.open();
            one.source().configureBlocking(false);
            other.source().configureBlocking(false);
            one.sink().configureBlocking(false);
            other.sink().configureBlocking(false);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> rig.relay.join(rig.loop, ends().apply(one.source()), ends().apply(other.source())));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> rig.relay.join(rig.loop, ends().apply(one.sink()), ends().apply(other.sink())));
            assertFalse(one.source().isOpen() || other.source().isOpen());
            assertFalse(one.sink().isOpen() || other.sink().isOpen());
            rig.assertNothingLeft();
        }
    }
}
