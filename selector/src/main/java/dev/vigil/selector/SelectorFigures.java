package dev.vigil.selector;

import dev.vigil.spi.Mechanism;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The figures of one selector. Does not keep it alive: an application may drop a selector without closing it. */
final class SelectorFigures implements SelectorMXBean {
    private final String backend;
    private final Counters counters;
    private final WeakReference<VigilSelector> selector;

    SelectorFigures(VigilSelector selector, String backend, Counters counters) {
        this.selector = new WeakReference<>(selector);
        this.backend = backend;
        this.counters = counters;
    }

    @Override
    public String getBackend() {
        return backend;
    }

    @Override
    public int getKeys() {
        VigilSelector alive = selector.get();
        return alive == null ? 0 : Math.max(0, alive.keyCount());
    }

    @Override
    public long getSelections() {
        return counters.selections.get();
    }

    @Override
    public long getWaits() {
        return counters.waits.get();
    }

    @Override
    public long getEvents() {
        return counters.events.get();
    }

    @Override
    public long getChanges() {
        return counters.changes.get();
    }

    @Override
    public long getWakeUps() {
        return counters.wakeUps.sum();
    }

    @Override
    public long getControlCalls() {
        return ofMechanism(Mechanism::controlCalls);
    }

    @Override
    public long getPromotions() {
        return ofMechanism(Mechanism::promotions);
    }

    @Override
    public long getDemotions() {
        return ofMechanism(Mechanism::demotions);
    }

    private long ofMechanism(ToLongFunction<Mechanism> figure) {
        VigilSelector alive = selector.get();
        return alive == null ? 0 : figure.applyAsLong(alive.mechanism());
    }

    @Override
    public Map<String, Long> getGauges() {
        VigilSelector alive = selector.get();
        return alive == null ? Map.of() : alive.mechanism().gauges();
    }
}
