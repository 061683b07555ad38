package dev.vigil.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.vigil.ClosedEventSourceException;
import dev.vigil.EventSource;
import dev.vigil.contract.Companion;
import dev.vigil.contract.Fixture;
import dev.vigil.contract.Kind;
import dev.vigil.contract.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Threads that change, threads that poll, one that interrupts those, and the accounts of all. */
final class Stress {
    private static final int RETIRED = 100_000;
    private static final long PACE_NANOS = 1_000_000;

    final LongAdder turns = new LongAdder();
    final LongAdder calls = new LongAdder();
    final LongAdder thrown = new LongAdder();

    private final LongAdder caught = new LongAdder();
    private final LongAdder interrupts = new LongAdder();
    private final AtomicReference<String> finding = new AtomicReference<>();
    private final Map<Counted, Long> retired = new ConcurrentHashMap<>();
    private final Fixture fixture;
    private final long seed;
    private long end;
    private volatile boolean closing;

    Stress(Fixture fixture, long seed) {
        this.fixture = fixture;
        this.seed = seed;
    }

    void run(long seconds) throws Exception {
        end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Kind> kinds = fixture.kinds().stream()
                .filter(kind -> kind.has(Trait.READ) && kind.has(Trait.LOCAL))
                .toList();
        EventSource source = fixture.open();
        try {
            List<Thread> polling = new ArrayList<>();
            List<Companion<Void>> pollers = new ArrayList<>();
            for (int i = 0; i < StressContract.POLLERS; i++) {
                Random own = new Random(seed + i);
                pollers.add(Companion.running(() -> poll(source, polling, own)));
            }
            List<Companion<Void>> changers = new ArrayList<>();
            for (int i = 0; i < StressContract.CHANGERS; i++) {
                Changer changer = new Changer(this, source, kinds, seed + 100 + i);
                changers.add(Companion.running(changer::run));
            }
            Random random = new Random(seed);
            while (!isOver()) {
                // The pace of interrupts: nothing is waited for.
                LockSupport.parkNanos(PACE_NANOS);
                synchronized (polling) {
                    if (!polling.isEmpty()) {
                        polling.get(random.nextInt(polling.size())).interrupt();
                        interrupts.increment();
                    }
                }
            }
            for (Companion<Void> changer : changers) {
                changer.join();
            }
            closing = true;
            source.close();
            for (Companion<Void> poller : pollers) {
                poller.join();
            }
            account(source);
        } finally {
            source.close();
        }
    }

    private void poll(EventSource source, List<Thread> polling, Random random) throws Exception {
        synchronized (polling) {
            polling.add(Thread.currentThread());
        }
        while (true) {
            try {
                switch (random.nextInt(4)) {
                    case 0 -> source.pollNow();
                    case 1 -> source.poll(random.nextInt(1_000_000));
                    default -> source.poll();
                }
            } catch (Reactions.Thrown e) {
                caught.increment();
            } catch (ClosedEventSourceException e) {
                if (!closing) {
                    found("closed by nobody: " + e);
                }
                return;
            }
            Thread.interrupted();
        }
    }

    private void account(EventSource source) {
        assertNull(finding.get());
        assertEquals(thrown.sum(), caught.sum(), "what handlers threw, and what polls let out");
        assertEquals(
                calls.sum(), source.statistics().events(), "the handlers that ran, and the events that were counted");
        retired.forEach((counted, most) -> assertEquals(
                Math.min(most, counted.calls()),
                counted.calls(),
                "a one-shot that was cancelled was told more than once"));
    }

    /** A handler that is to be called no more often than that. */
    void retire(Counted counted, long most) {
        if (retired.size() < RETIRED) {
            retired.put(counted, most);
        } else if (counted.calls() > most) {
            found("a one-shot that was cancelled was told more than once");
        }
    }

    void found(String what) {
        finding.compareAndSet(null, what);
    }

    boolean isOver() {
        return finding.get() != null || System.nanoTime() - end > 0;
    }

    @Override
    public String toString() {
        return turns + " turns, " + calls + " events, " + thrown + " thrown, " + interrupts + " interrupts";
    }
}
