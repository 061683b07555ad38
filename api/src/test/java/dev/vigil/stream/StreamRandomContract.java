package dev.vigil.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.vigil.loop.Loops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Streams with everything at random: pieces, pauses, leftovers, half-closes, resets, slow readers, short reads and writes. Every byte must
 * come back, at its place. {@code -Dvigil.streams.bytes} says how many are moved at least, {@code -Dvigil.streams.seed}
 * repeats a run; the seed is printed.
 */
public interface StreamRandomContract extends StreamFixture {
    /** How many bytes are sent and come back. */
    String BYTES = "vigil.streams.bytes";

    /** With what the randomness begins. */
    String SEED = "vigil.streams.seed";

    @Test
    default void everyByteComesBackWhateverHappens() throws Exception {
        long seed = Long.getLong(SEED, System.nanoTime());
        long bytes = Long.getLong(BYTES, 16_000_000L);
        System.out.println("random streams over " + fixture() + ": -D" + SEED + "=" + seed);
        Random random = new Random(seed);
        long moved = 0;
        try {
            while (moved < bytes) {
                moved += round(random);
            }
        } catch (AssertionError | Exception e) {
            throw new AssertionError("seed " + seed + ", after " + moved + " bytes", e);
        }
    }

    private long round(Random random) throws Exception {
        int connections = 1 + random.nextInt(12);
        int message = (32 * 1024) << random.nextInt(3);
        int high = 1 + random.nextInt(200_000);
        long memory = message * (4L + random.nextInt(20));
        boolean faults = random.nextBoolean();
        try (StreamRig rig = rig(settings -> settings.message(message)
                .marks(random.nextInt(high + 1), high)
                // Enough for what this handler writes in one go, however many there are.
                .memory(memory + connections * (4L * message + high))
                .budget(1 + random.nextInt(1_000_000)))) {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            List<RandomPeer> peers = new ArrayList<>();
            List<RandomEcho> echoes = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                long seed = random.nextLong();
                RandomEcho echo = new RandomEcho(seed);
                StreamRig.Line line = rig.line(end -> faults ? new FaultyEnd(end, seed) : end, echo);
                long bytes = random.nextInt(1_500_000);
                long resetAt = random.nextInt(5) == 0 ? random.nextInt((int) bytes + 1) : Long.MAX_VALUE;
                RandomPeer peer = new RandomPeer(line.peer(), bytes, resetAt, seed);
                running.add(peer.start());
                peers.add(peer);
                echoes.add(echo);
            }
            for (CompletableFuture<Void> each : running) {
                // Whatever the handler said of it is said before the time is over.
                Loops.until(() -> each.isDone() || !rig.thrown.isEmpty(), "the end of a connection");
                assertEquals(List.of(), rig.thrown);
                each.get(1, TimeUnit.SECONDS);
            }
            for (int i = 0; i < connections; i++) {
                echoes.get(i).awaitClose();
                if (peers.get(i).resets()) {
                    // It may have been reset when all was over.
                    assertCauseOfReset(echoes.get(i).cause);
                } else {
                    assertNull(echoes.get(i).cause);
                }
            }
            rig.assertNothingLeft();
            return rig.streams.totals().counts().bytesWritten();
        }
    }

    private static void assertCauseOfReset(Throwable cause) {
        if (cause != null) {
            assertInstanceOf(IOException.class, cause);
        }
    }
}
