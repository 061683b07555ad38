package dev.vigil.relay;

import static dev.vigil.Readiness.INVALID_BIT;
import static dev.vigil.Readiness.PRIORITY_BIT;
import static dev.vigil.Readiness.READABLE_BIT;
import static dev.vigil.Readiness.WRITABLE_BIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** What comes first goes first: no byte, no end and no reset overtakes a byte that was read before it. */
public interface RelayOrderContract extends RelayFixture {
    /** What a test does with both ends of a pair, on the thread of its loop. */
    @FunctionalInterface
    interface Script {
        void run(ScriptedEnd first, ScriptedEnd second, RelayPair pair) throws IOException;
    }

    private void play(boolean spliced, int buffer, int budget, Script script) throws IOException {
        try (RelayRig rig = new RelayRig(
                ends(), relayLoops(), settings -> settings.buffer(buffer).budget(budget))) {
            Loops.call(rig.loop, () -> {
                ScriptedEnd first = new ScriptedEnd(spliced);
                ScriptedEnd second = new ScriptedEnd(spliced);
                RelayPair pair = rig.relay.join(rig.loop, first, second);
                script.run(first, second, pair);
                return null;
            });
        }
    }

    /** There was room when the event was asked for; another pair of the loop has taken it in the same batch. */
    @Test
    default void nothingIsReadAheadOfAConnectionWhereThereIsNoRoomAnyMore() throws IOException {
        int chunk = 64 * 1024;
        try (RelayConnectContract.Silent silent = new RelayConnectContract.Silent();
                RelayRig rig = new RelayRig(
                        ends(),
                        relayLoops(),
                        settings -> settings.buffer(2L * chunk).memory(3L * chunk))) {
            Loops.call(rig.loop, () -> {
                ScriptedEnd one = new ScriptedEnd(false);
                ScriptedEnd other = new ScriptedEnd(false);
                rig.relay.connect(rig.loop, one, silent.address());
                rig.relay.connect(rig.loop, other, silent.address());
                one.toGive = chunk;
                one.ready(READABLE_BIT);
                assertEquals(0, one.toGive);
                assertTrue(one.interest().isRead(), "there is room for more");
                other.toGive = chunk;
                other.ready(READABLE_BIT);
                one.toGive = 10;
                one.ready(READABLE_BIT);
                assertEquals(10, one.toGive, "read, and there was no place for it");
                assertFalse(one.interest().isRead());
                return null;
            });
        }
    }

    private static void assertInOrder(ScriptedEnd end, int bytes) {
        byte[] taken = end.taken.toByteArray();
        for (int i = 0; i < taken.length; i++) {
            assertEquals(ScriptedEnd.at(i), taken[i], "the byte at " + i);
        }
        assertEquals(bytes, taken.length);
    }

    /** A reset is told once. Told to a write, it leaves an end to the read of the other direction, in the same turn already. */
    @Test
    default void anEndThatAWriteOfTheSameTurnProvesWrongIsNotPassedOn() throws IOException {
        for (boolean spliced : new boolean[] {false, true}) {
            play(spliced, 1000, 1000, (first, second, pair) -> {
                second.toGive = 1500;
                second.ready(READABLE_BIT);
                assertFalse(second.interest().isRead(), "stalled, with more to come");
                first.toGive = 10;
                first.room = 100_000;
                second.nextFailure = new IOException("Connection reset");
                first.ready(READABLE_BIT | WRITABLE_BIT);
                assertFalse(first.ended, "an end of what was no whole");
                assertTrue(first.aborted);
                assertEquals(RelayOutcome.FAILED, pair.outcome());
                assertInOrder(first, 1000);
            });
        }
    }

    /** A write that has taken something tells of no reset, though it was told of one: the next write tells. */
    @Test
    default void anEndIsNotBelievedBeforeWhatWaitsToBeWrittenWasTried() throws IOException {
        for (boolean spliced : new boolean[] {false, true}) {
            play(spliced, 100_000, 1 << 20, (first, second, pair) -> {
                first.toGive = 90_000;
                second.room = 1000;
                second.nextFailure = new IOException("Connection reset");
                second.swallowsFailure = true;
                first.ready(READABLE_BIT);
                assertTrue(pair.isActive());
                second.ready(READABLE_BIT);
                assertFalse(first.ended, "an end of what was no whole");
                assertTrue(first.aborted);
                assertEquals(RelayOutcome.FAILED, pair.outcome());
            });
        }
    }

    /** What is tried then goes on as if it had been asked to. */
    @Test
    default void aDirectionThatIsTriedAtTheEndOfTheOtherGoesOn() throws IOException {
        for (boolean spliced : new boolean[] {false, true}) {
            play(spliced, 1000, 1000, (first, second, pair) -> {
                first.toGive = 2500;
                first.ready(READABLE_BIT);
                assertFalse(first.interest().isRead(), "stalled, with more to come");
                second.room = 10_000;
                second.atEnd = true;
                second.ready(READABLE_BIT);
                assertTrue(first.ended);
                while (first.interest().isRead() && first.toGive > 0) {
                    first.ready(READABLE_BIT);
                }
                assertInOrder(second, 2500);
                assertTrue(pair.isActive());
            });
        }
    }

    /** With a budget of writes that is used up while there is one of reads yet. */
    @Test
    default void whatIsReadIntoTheBufferOfTheLoopIsNotOvertakenByWhatIsReadNext() throws IOException {
        // The last read before all is full gets little: so the next one is a copy, and the one after that is spliced.
        int depth = 64 * 1024 + 10_000;
        for (boolean spliced : new boolean[] {false, true}) {
            play(spliced, depth, depth, (first, second, pair) -> {
                first.toGive = 3 * depth;
                first.ready(READABLE_BIT);
                assertFalse(first.interest().isRead(), "stalled, with more to come");
                second.room = 10 * depth;
                while (second.taken.size() < 3 * depth) {
                    ScriptedEnd next = second.interest().isWrite() ? second : first;
                    next.ready(next == second ? WRITABLE_BIT : READABLE_BIT);
                }
                assertInOrder(second, 3 * depth);
            });
        }
    }

    /** Its number may be another file's by now, which would be closed, or reset. */
    @Test
    default void anEndThatSomebodyElseHasClosedIsLetGoOfUntouched() throws IOException {
        for (boolean isFirst : new boolean[] {true, false}) {
            play(false, 1000, 1000, (first, second, pair) -> {
                ScriptedEnd gone = isFirst ? first : second;
                ScriptedEnd other = isFirst ? second : first;
                gone.ready(INVALID_BIT);
                assertTrue(gone.abandoned);
                assertFalse(gone.closed || gone.ended);
                assertTrue(other.aborted && !other.abandoned);
                assertEquals(RelayOutcome.FAILED, pair.outcome());
            });
        }
        try (RelayConnectContract.Silent silent = new RelayConnectContract.Silent();
                RelayRig rig = new RelayRig(ends(), relayLoops())) {
            Loops.call(rig.loop, () -> {
                ScriptedEnd first = new ScriptedEnd(false);
                RelayPair pair = rig.relay.connect(rig.loop, first, silent.address());
                first.ready(INVALID_BIT);
                assertTrue(first.abandoned && !first.closed);
                assertEquals(RelayOutcome.FAILED, pair.outcome());
                return null;
            });
        }
    }

    /** A mark of urgent data stays as long as nothing is read; behind it a reset may come. */
    @Test
    default void anEndThatIsNotReadIsWatchedForErrorsAgainAfterUrgentData() throws IOException {
        assumeTrue(fixture().has(Feature.PRIORITY), "an end that is not read is not watched here");
        try (RelayRig rig = new RelayRig(ends(), relayLoops(), settings -> settings.buffer(1000))) {
            ScriptedEnd first = new ScriptedEnd(false);
            RelayPair pair = Loops.call(rig.loop, () -> {
                RelayPair begun = rig.relay.join(rig.loop, first, new ScriptedEnd(false));
                first.toGive = 1500;
                first.ready(READABLE_BIT);
                assertEquals(Interest.PRIORITY, first.interest(), "stalled, with more to come");
                first.ready(PRIORITY_BIT);
                assertEquals(Interest.NONE, first.interest(), "it would be told over and over");
                return begun;
            });
            for (int i = 0; i < 2; i++) {
                Loops.until(
                        () -> Loops.call(rig.loop, first::interest) == Interest.PRIORITY, "that it is watched again");
                Loops.call(rig.loop, () -> {
                    first.ready(PRIORITY_BIT);
                    assertEquals(Interest.NONE, first.interest());
                    return null;
                });
            }
            assertTrue(pair.isActive());
        }
    }

    /** It may stand by then, and have been accepted: an end would tell the destination that this was all. */
    @Test
    default void aConnectionThatIsGivenUpForItsClientsFailureIsReset() throws IOException {
        try (ServerSocketChannel server = ChannelKinds.listener();
                RelayRig rig = new RelayRig(ends(), relayLoops())) {
            RelayPair pair = Loops.call(rig.loop, () -> {
                ScriptedEnd first = new ScriptedEnd(false);
                RelayPair begun = rig.relay.connect(rig.loop, first, server.getLocalAddress());
                first.readFailure = new IOException("Connection reset");
                first.ready(READABLE_BIT);
                return begun;
            });
            assertEquals(RelayOutcome.FAILED, RelayRig.outcome(pair));
            try (SocketChannel accepted = server.accept()) {
                accepted.configureBlocking(true);
                assertThrows(IOException.class, () -> accepted.read(ByteBuffer.allocate(1)));
            }
        }
    }
}
