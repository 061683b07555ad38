package dev.vigil.carry;

import java.io.IOException;
import java.util.Map;
import java.util.Random;

/**
 * A carrier that does what one may: part of a batch, in any order, and with faults of its own at some time. The calls that it makes are
 * plain ones, so it works everywhere.
 */
public final class HaphazardCarrier implements Carrier {
    private final Random random;

    /** After how many batches it fails; never if negative. */
    private final int batches;

    private int done;
    private boolean closed;
    private long largest;

    /** {@code batches} is after how many it fails; never if negative. */
    public HaphazardCarrier(long seed, int batches) {
        this.random = new Random(seed);
        this.batches = batches;
    }

    /** It as the choice of a loop. */
    public CarrierChoice asChoice() {
        return new CarrierChoice(this, "haphazard");
    }

    @Override
    public void carry(Operation[] operations, int count) throws IOException {
        if (closed) {
            throw new IllegalStateException("used after its close");
        }
        largest = Math.max(largest, count);
        int first = random.nextInt(count);
        for (int i = 0; i < count; i++) {
            Operation operation = operations[(first + i) % count];
            if (operation.fd() < 0 || operation.isDone() || operation.length() < 1) {
                throw new IllegalStateException("not for a carrier");
            }
            if (done == batches && i >= count / 2) {
                throw new IOException("the ring is gone");
            }
            if (random.nextInt(4) > 0) {
                operation.perform();
            }
        }
        done++;
    }

    @Override
    public Map<String, Long> gauges() {
        return Map.of("largest", largest);
    }

    @Override
    public void close() {
        closed = true;
    }
}
