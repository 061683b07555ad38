package dev.vigil.selector;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What a selector has done. Written by the thread that selects, read by any; wake-ups come from any thread. */
final class Counters {
    final AtomicLong selections = new AtomicLong();
    final AtomicLong waits = new AtomicLong();
    final AtomicLong events = new AtomicLong();
    final AtomicLong changes = new AtomicLong();
    final LongAdder wakeUps = new LongAdder();

    void selected(int found) {
        count(selections, 1);
        count(events, found);
    }

    void waited() {
        count(waits, 1);
    }

    void changed() {
        count(changes, 1);
    }

    void woken() {
        wakeUps.increment();
    }

    private static void count(AtomicLong counter, long more) {
        counter.setRelease(counter.getPlain() + more);
    }
}
