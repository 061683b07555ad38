package dev.vigil.carry;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** One plain call for each operation. */
final class PlainCalls implements Carrier {
    /** Written by the loop's thread alone. */
    private final AtomicLong calls = new AtomicLong();

    @Override
    public void carry(Operation[] operations, int count) {
        for (int i = 0; i < count; i++) {
            operations[i].perform();
        }
        calls.lazySet(calls.getPlain() + count);
    }

    @Override
    public Map<String, Long> gauges() {
        return Map.of("plainCalls", calls.get());
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
