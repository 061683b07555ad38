package dev.vigil.carry;

import java.util.Map;

/** One plain call for each operation. */
final class PlainCalls implements Carrier {
    private long calls;

    @Override
    public void carry(Operation[] operations, int count) {
        for (int i = 0; i < count; i++) {
            operations[i].perform();
        }
        calls += count;
    }

    @Override
    public Map<String, Long> gauges() {
        return Map.of("plainCalls", calls);
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
