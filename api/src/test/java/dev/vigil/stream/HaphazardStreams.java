package dev.vigil.stream;

import dev.vigil.carry.HaphazardCarrier;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams whose batches something carries that leaves much undone, and of which every other one fails in the middle. */
public interface HaphazardStreams extends StreamFixture {
    /** How many there were. */
    AtomicInteger CARRIERS = new AtomicInteger();

    @Override
    default void carriers(StreamsBuilder builder) {
        builder.carriers(() -> {
            int number = CARRIERS.getAndIncrement();
            return new HaphazardCarrier(number, number % 2 == 0 ? -1 : number % 50).asChoice();
        });
    }
}
