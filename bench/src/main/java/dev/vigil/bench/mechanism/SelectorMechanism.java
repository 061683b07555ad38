package dev.vigil.bench.mechanism;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;

/** A {@link Selector}, with the keys taken from its selected-key set, as most people use it. */
abstract class SelectorMechanism implements Mechanism {
    private static final long NANOS_PER_MILLI = 1_000_000;

    protected Selector selector;
    private SelectionKey[] keys;
    private long waits;

    abstract Selector openSelector() throws IOException;

    abstract SelectableChannel channel(Pair pair) throws IOException;

    @Override
    public void open(int capacity) throws IOException {
        selector = openSelector();
        keys = new SelectionKey[capacity];
    }

    @Override
    public void add(int index, Pair pair, ReadyHandler handler) throws IOException {
        keys[index] = channel(pair).register(selector, SelectionKey.OP_READ, new Slot(index, handler));
    }

    /** A selector lets go of a cancelled key at its next selection, and before that refuses the channel. */
    @Override
    public void remove(int index) throws IOException {
        keys[index].cancel();
        selector.selectNow();
        waits++;
    }

    @Override
    public void update(int index, boolean write) {
        keys[index].interestOps(write ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    @Override
    public final void pollNow() throws IOException {
        waits++;
        selectNow();
    }

    @Override
    public final void poll() throws IOException {
        waits++;
        select(0);
    }

    @Override
    public final void poll(long nanos) throws IOException {
        waits++;
        select((nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    void selectNow() throws IOException {
        if (selector.selectNow() > 0) {
            serveSelected();
        }
    }

    /** Waits so many milliseconds; 0 is for ever. */
    void select(long millis) throws IOException {
        if (selector.select(millis) > 0) {
            serveSelected();
        }
    }

    private void serveSelected() {
        Iterator<SelectionKey> selected = selector.selectedKeys().iterator();
        while (selected.hasNext()) {
            SelectionKey key = selected.next();
            selected.remove();
            Slot.serve(key);
        }
    }

    @Override
    public final void wake() {
        selector.wakeup();
    }

    /** Only the selections are known, and each is one wait. */
    @Override
    public Counters counters() {
        return new Counters(waits, Counters.UNKNOWN, Counters.UNKNOWN);
    }

    @Override
    public void close() throws IOException {
        if (selector != null) {
            selector.close();
        }
    }
}
