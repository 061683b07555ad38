package dev.vigil.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.EventSource;
import dev.vigil.contract.ChildJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a relay holds, and what happens when that is all there is. */
public interface RelayMemoryContract extends RelayFixture {
    @Test
    default void whenMemoryIsUsedUpEveryStreamStillMoves() throws IOException {
        // No more than is copied even where larger reads are spliced.
        int chunk = 8 * 1024;
        int flows = 6;
        try (RelayRig rig = new RelayRig(
                ends(), relayLoops(), settings -> settings.buffer(chunk).memory(3L * chunk))) {
            List<RelayRig.Line> stalled = new ArrayList<>();
            List<Long> sent = new ArrayList<>();
            for (int i = 0; i < flows; i++) {
                stalled.add(rig.line());
                sent.add(RelayRig.flood(stalled.get(i)));
            }
            assertEquals(3L * chunk, rig.relay.totals().memoryBytes());
            long lent = rig.relay.totals().lentBytes();
            assertTrue(lent >= 3L * chunk && lent <= 3L * chunk + flows * 4096L, "bytes held: " + lent);
            rig.assertQuiet();
            RelayRig.Line other = rig.line();
            RelayRig.assertWorks(other);
            RelayRig.put(other.left(), 1_000_000);
            RelayRig.take(other.right(), 1_000_000);
            RelayRig.take(stalled.get(1).right(), sent.get(1));
            RelayRig.assertWorks(other);
            // An end of a pair gives memory back too.
            RelayRig.reset(stalled.get(0).right());
            RelayRig.outcome(stalled.get(0).pair());
            for (int i = 2; i < flows; i++) {
                RelayRig.take(stalled.get(i).right(), sent.get(i));
                RelayRig.assertWorks(stalled.get(i));
            }
            rig.assertNoBuffers();
        }
    }

    /** The limit that the relay was given says nothing about what the JVM has. */
    @Test
    default void whenTheJvmHasLessMemoryThanTheRelayWasGivenEveryStreamStillMoves() throws Exception {
        String name = fixture().backend().name();
        assumeTrue(
                EventSource.backends().stream()
                        .anyMatch(backend -> backend.name().equals(name)),
                "a program of its own has backends with their default settings only");
        for (String kibibytes : List.of("300", "3000")) {
            ChildJvm.Ended ended = ChildJvm.withTestClassPath()
                    .optionsFromBuild()
                    .options("-XX:MaxDirectMemorySize=" + kibibytes + "k")
                    .run(RelayScarcity.class, name);
            ended.assertClean();
            assertEquals("worked", ended.out().strip());
        }
    }

    @Test
    default void aBufferOfOneByteIsSlowAndCorrect() throws Exception {
        try (RelayRig rig = new RelayRig(
                ends(), relayLoops(), settings -> settings.buffer(1).memory(1).budget(1))) {
            RelayRig.Line line = rig.line();
            long forth =
                    RelayRig.async(() -> RelayRig.send(line.left(), 3000, 1)).get();
            assertEquals(forth, RelayRig.receive(line.right(), 3000));
            long back =
                    RelayRig.async(() -> RelayRig.send(line.right(), 2000, 2)).get();
            assertEquals(back, RelayRig.receive(line.left(), 2000));
            assertEquals(RelayOutcome.FINISHED, RelayRig.outcome(line.pair()));
            rig.assertNothingLeft();
        }
    }
}
