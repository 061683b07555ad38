package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/** Data that comes before the end of a stream is never lost. */
public interface EndOfStreamContract extends Contract {
    @Rule(9)
    @EachKind(Trait.HALF_CLOSE)
    default void everyByteComesBeforeTheEndOver1000HalfCloses(Kind kind) throws IOException {
        transfer(kind, 1_000, Interest.READ);
    }

    @Rule(9)
    @Needs(Feature.READ_CLOSED)
    @EachKind(Trait.HALF_CLOSE)
    default void everyByteComesBeforeTheEndToWhoeverWatchesForIt(Kind kind) throws IOException {
        transfer(kind, 100, Interest.READ.and(Interest.READ_CLOSED));
    }

    @Rule(9)
    @Needs({Feature.READ_CLOSED, Feature.EDGE})
    @EachKind(Trait.HALF_CLOSE)
    default void everyByteComesBeforeTheEndWithEdgesToo(Kind kind) throws IOException {
        transfer(kind, 100, Interest.READ.and(Interest.READ_CLOSED).edge());
    }

    private void transfer(Kind kind, int times, Interest interest) throws IOException {
        Random random = new Random(7);
        ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
        try (EventSource source = open()) {
            for (int i = 0; i < times; i++) {
                byte[] sent = new byte[random.nextInt(1 << 12)];
                random.nextBytes(sent);
                try (Link link = kind.open()) {
                    ByteArrayOutputStream received = new ByteArrayOutputStream();
                    boolean[] end = {false};
                    link.register(source, interest, (registration, ready) -> {
                        int count = link.receive(buffer.clear());
                        while (count > 0) {
                            received.write(buffer.array(), 0, count);
                            count = link.receive(buffer.clear());
                        }
                        if (count < 0) {
                            end[0] = true;
                            registration.cancel();
                        }
                    });
                    assertEquals(sent.length, link.send(ByteBuffer.wrap(sent)));
                    link.shutFar();
                    Polling.until(source, () -> end[0], () -> "the end");
                    assertArrayEquals(sent, received.toByteArray());
                }
            }
        }
    }
}
