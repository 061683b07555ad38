package dev.vigil.stream;

import java.util.concurrent.atomic.AtomicLong;

/** What a port, or all ports of a loop, have received and sent so far. Counted by the loop's thread, read by any. */
final class DatagramCounters {
    /** Counts along; null for the sum itself. */
    private final DatagramCounters sum;

    private final AtomicLong received = new AtomicLong();
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();

    DatagramCounters(DatagramCounters sum) {
        this.sum = sum;
    }

    void received(int bytes) {
        add(received, 1);
        add(bytesReceived, bytes);
        if (sum != null) {
            sum.received(bytes);
        }
    }

    void sent(int bytes) {
        add(sent, 1);
        add(bytesSent, bytes);
        if (sum != null) {
            sum.sent(bytes);
        }
    }

    void refused() {
        add(refused, 1);
        if (sum != null) {
            sum.refused();
        }
    }

    void lost(int messages) {
        add(lost, messages);
        if (sum != null) {
            sum.lost(messages);
        }
    }

    void error() {
        add(errors, 1);
        if (sum != null) {
            sum.error();
        }
    }

    /** One thread writes, so that nothing need be atomic. */
    private static void add(AtomicLong counter, long amount) {
        counter.lazySet(counter.getPlain() + amount);
    }

    DatagramCounts counts() {
        return new DatagramCounts(
                received.get(),
                bytesReceived.get(),
                sent.get(),
                bytesSent.get(),
                refused.get(),
                lost.get(),
                errors.get());
    }
}
