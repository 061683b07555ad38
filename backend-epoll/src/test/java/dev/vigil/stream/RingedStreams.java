package dev.vigil.stream;

import dev.vigil.carry.Carrier;
import dev.vigil.carry.CarrierChoice;
import dev.vigil.carry.Operation;
import dev.vigil.uring.ScriptedUring;
import java.io.IOException;
import java.util.Map;
import java.util.Random;

/** Streams whose batches go through a ring, whether or not that pays. */
public interface RingedStreams extends StreamFixture {
    /** Whether entries and calls fail by chance. */
    boolean isFaulty();

    @Override
    default void carriers(StreamsBuilder builder) {
        builder.carriers(() -> {
            ScriptedUring system = new ScriptedUring();
            if (isFaulty()) {
                system.chance = new Random();
            }
            return new CarrierChoice(new Closing(system, system.carrier(32)), "ring");
        });
    }

    /** Lets go of what a test holds of the ring. */
    record Closing(ScriptedUring system, Carrier carrier) implements Carrier {
        @Override
        public void carry(Operation[] operations, int count) throws IOException {
            carrier.carry(operations, count);
        }

        @Override
        public Map<String, Long> gauges() {
            return carrier.gauges();
        }

        @Override
        public void close() {
            carrier.close();
            system.close();
        }
    }
}
