package dev.vigil.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Feature;
import dev.vigil.carry.Carrier;
import dev.vigil.carry.CarrierChoice;
import dev.vigil.carry.Operation;
import dev.vigil.loop.Loops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is given to a carrier, and what is not. */
public interface StreamCarrierContract extends StreamFixture {
    /** A carrier that counts. */
    final class Counting implements Carrier {
        final AtomicInteger batches = new AtomicInteger();
        final AtomicInteger operations = new AtomicInteger();
        final AtomicInteger largest = new AtomicInteger();
        final AtomicInteger closes = new AtomicInteger();

        @Override
        public void carry(Operation[] batch, int count) {
            batches.incrementAndGet();
            operations.addAndGet(count);
            largest.accumulateAndGet(count, Math::max);
            for (int i = 0; i < count; i++) {
                batch[i].perform();
            }
        }

        @Override
        public Map<String, Long> gauges() {
            return Map.of();
        }

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }

    /** All that are ready in a turn are read with one call, and what they are answered goes out with one. */
    @Test
    default void aTurnIsOneBatchOfReadsAndOneOfWrites() throws IOException {
        int count = 20;
        Counting counting = new Counting();
        try (StreamRig rig = rig(settings -> settings.carriers(() -> new CarrierChoice(counting, "counting")))) {
            List<StreamRig.Line> lines = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                lines.add(rig.line(new EchoHandler()));
            }
            boolean numbered = rig.loop.source().features().contains(Feature.DESCRIPTORS);
            Loops.settle(rig.loop);
            Loops.whileHeld(rig.loop, () -> {
                for (StreamRig.Line line : lines) {
                    StreamRig.put(line.peer(), StreamRig.range(0, 100));
                }
            });
            for (StreamRig.Line line : lines) {
                StreamRig.take(line.peer(), 0, 100);
            }
            Loops.settle(rig.loop);
            if (numbered) {
                assertEquals(2 * count, counting.operations.get());
                // The loop may have been woken when some of the bytes had not come through yet.
                assertTrue(counting.batches.get() < count, "batches: " + counting.batches);
                assertTrue(counting.largest.get() > 1, "the largest batch: " + counting.largest);
            } else {
                assertEquals(0, counting.operations.get());
            }
            assertEquals("counting", rig.streams.calls());
            rig.streams.close();
            Loops.settle(rig.loop);
            assertTrue(counting.closes.get() > 0);
        }
    }

    /** Nobody but the end itself knows what its read does: it may decipher, for one. */
    @Test
    default void anEndOfOnesOwnIsNeverCarried() throws IOException {
        Counting counting = new Counting();
        try (StreamRig rig = rig(settings -> settings.carriers(() -> new CarrierChoice(counting, "counting")))) {
            StreamRig.Line line = rig.line(end -> new FaultyEnd(end, 7), new EchoHandler());
            StreamRig.put(line.peer(), StreamRig.range(0, 10_000));
            StreamRig.take(line.peer(), 0, 10_000);
            assertEquals(0, counting.operations.get());
        }
    }

    @Test
    default void whatIsAskedForAndCannotBeHadIsAnErrorOfTheBuild() {
        IOException e = assertThrows(
                IOException.class,
                () -> rig(settings -> settings.carriers(() -> {
                    throw new IOException("ring was asked for and does not work here: denied");
                })));
        assertEquals("ring was asked for and does not work here: denied", e.getMessage());
    }

    @Test
    default void withoutBatchesItIsOneCallEach() throws IOException {
        try (StreamRig rig = rig(settings -> settings.batches(false))) {
            StreamRig.assertEchoes(rig.line(new EchoHandler()));
            assertTrue(rig.streams.calls().startsWith("plain: "), rig.streams::calls);
            // A channel without a number is not even a plain call of the carrier's.
            boolean numbered = rig.loop.source().features().contains(Feature.DESCRIPTORS);
            Loops.settle(rig.loop);
            assertEquals(
                    numbered,
                    rig.streams.gauges().get("plainCalls") >= 2,
                    () -> rig.streams.gauges().toString());
        }
    }
}
