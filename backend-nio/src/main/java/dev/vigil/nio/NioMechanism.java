package dev.vigil.nio;

import dev.vigil.Interest;
import dev.vigil.spi.Batch;
import dev.vigil.spi.LayeredSelectorProvider;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Timeouts;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Waits with a {@link Selector}.
 *
 * <p>Notes about the Selector:
 *
 * <p>(a) A change of interest is queued, and applied when a selection begins: one in progress must be woken.
 *
 * <p>(b) A cancelled key stays until the next selection. Until then its channel cannot be registered again
 * (CancelledKeyException), and if it is closed keeps its descriptor.
 *
 * <p>(c) OP_CONNECT of a channel that has been connected reports nothing, and OP_WRITE of one that has not reports nothing: who
 * asks to write must be moved from one to the other.
 *
 * <p>(d) Hang-up and error are reported as all the operations asked for. There is nothing else to be learned.
 *
 * <p>(e) {@code select(Consumer)} needs no set of selected keys, and so no memory; it holds locks of the Selector while it runs,
 * of which only {@code interestOps} is allowed to the consumer.
 *
 * <p>(f) Every selection reports all that is ready, in the same order.
 */
final class NioMechanism extends Mechanism {
    /** Long enough for a thread that waits for the Selector's lock to get it. */
    private static final long FLUSH_NANOS = 10_000;

    private final Selector selector;
    private final ReadyList ready = new ReadyList();
    private final Consumer<SelectionKey> collect = this::collect;
    private final LongAdder controlCalls = new LongAdder();

    /** Watches that ask for OP_CONNECT until they are connected. */
    private final Set<NioEntry> connecting = ConcurrentHashMap.newKeySet();

    /** Whether a thread is, or is about to be, in a selection that lacks later changes. */
    private volatile boolean selecting;

    /** Whether somebody asked for a wake-up, and no wait has told of it. */
    private volatile boolean woken;

    /** Threads that need the Selector's lock to get rid of cancelled keys. */
    private final AtomicInteger flushing = new AtomicInteger();

    NioMechanism() throws IOException {
        // Last, since nobody would close it if there were no memory for the others.
        selector = plain(SelectorProvider.provider()).openSelector();
    }

    /** The provider whose selectors wait by themselves: those of a layered one may wait with this backend. */
    private static SelectorProvider plain(SelectorProvider provider) {
        SelectorProvider plain = provider;
        while (plain instanceof LayeredSelectorProvider layered) {
            plain = layered.underlying();
        }
        return plain;
    }

    @Override
    public int descriptorOf(SelectableChannel channel) {
        if (plain(channel.provider()) != selector.provider()) {
            throw new IllegalArgumentException(
                    channel + " is of provider " + channel.provider().getClass().getName() + ", which the Selector of "
                            + selector.provider().getClass().getName() + " cannot watch");
        }
        return -1;
    }

    @Override
    public void add(Watch watch) throws IOException {
        NioEntry entry = new NioEntry(watch);
        controlCalls.increment();
        while (true) {
            try {
                entry.key = watch.channel().register(selector, 0);
                break;
            } catch (CancelledKeyException e) {
                flushCancelled();
            }
        }
        watch.attachment = entry;
        // The watch and not the entry, which no event needs: one cache line less on its way.
        entry.key.attach(watch);
        apply(entry);
    }

    /**
     * Gets rid of cancelled keys, see (b). The selection in progress, if there is one, holds the Selector's lock: it is woken,
     * and its thread does not block again before this one has had its turn.
     */
    private void flushCancelled() throws IOException {
        flushing.incrementAndGet();
        try {
            selector.wakeup();
            selector.selectNow(NioMechanism::ignore);
        } finally {
            flushing.decrementAndGet();
        }
        // The wake-up may have been meant for a thread that is about to select.
        selector.wakeup();
    }

    /** A channel that is closed keeps its descriptor while it has a key, see (b). */
    @Override
    public void flush() {
        try {
            flushCancelled();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ignore(SelectionKey key) {
        // What is ready stays ready, and is reported to whoever waits for it.
    }

    @Override
    public void change(Watch watch, Interest from) throws IOException {
        controlCalls.increment();
        apply((NioEntry) watch.attachment);
    }

    private void apply(NioEntry entry) throws IOException {
        try {
            settle(entry);
        } catch (CancelledKeyException e) {
            throw closed(e);
        }
        wakeSelection();
    }

    /**
     * Brings the key up to date. A control call and the thread that awaits may do it at once, and the one that looked first may
     * write last: so each looks again after it has written.
     */
    private void settle(NioEntry entry) {
        int operations = entry.operations();
        while (true) {
            if ((operations & SelectionKey.OP_CONNECT) != 0) {
                connecting.add(entry);
            }
            entry.key.interestOps(operations);
            int now = entry.operations();
            if (now == operations) {
                return;
            }
            operations = now;
        }
    }

    private static ClosedChannelException closed(CancelledKeyException cause) {
        ClosedChannelException closed = new ClosedChannelException();
        closed.initCause(cause);
        return closed;
    }

    @Override
    public void remove(Watch watch) {
        NioEntry entry = (NioEntry) watch.attachment;
        controlCalls.increment();
        connecting.remove(entry);
        entry.key.cancel();
        wakeSelection();
    }

    /** A channel with a valid key cannot be made blocking. */
    @Override
    public void release(Watch watch) {
        if (watch.attachment instanceof NioEntry entry) {
            entry.key.cancel();
        }
    }

    /** The key of a channel is gone only with the channel. */
    @Override
    public boolean isReplaced(Watch watch) {
        return !watch.channel().isOpen();
    }

    private void wakeSelection() {
        if (selecting) {
            selector.wakeup();
        }
    }

    @Override
    public void wake() {
        woken = true;
        selector.wakeup();
    }

    /** The JDK tells it of connected TCP sockets only. */
    @Override
    public long pending(Watch watch) {
        if (!(watch.channel() instanceof SocketChannel channel)) {
            return -1;
        }
        try {
            return channel.socket().getInputStream().available();
        } catch (IOException | UnsupportedOperationException e) {
            return -1;
        }
    }

    @Override
    public void await(Batch batch, long nanos) throws IOException {
        if (!connecting.isEmpty()) {
            followConnections();
        }
        ready.clear();
        if (nanos == 0) {
            selector.selectNow(collect);
        } else {
            selecting = true;
            try {
                select(nanos);
            } finally {
                selecting = false;
            }
        }
        if (woken) {
            woken = false;
            batch.woken();
        }
        batch.scanned(ready.size());
        ready.choose(batch.limit());
        for (int i = 0; i < ready.size(); i++) {
            Watch watch = ready.watch(i);
            int readiness = NioEntry.readiness(ready.operations(i));
            batch.add(watch.word(), readiness);
            disarm(watch, readiness);
        }
    }

    private void select(long nanos) throws IOException {
        if (flushing.get() > 0) {
            selector.selectNow(collect);
            LockSupport.parkNanos(this, FLUSH_NANOS);
        } else {
            selector.select(collect, nanos < 0 ? 0 : Timeouts.ceilMillis(nanos));
        }
    }

    private void collect(SelectionKey key) {
        Watch watch = (Watch) key.attachment();
        if (watch == null) {
            return;
        }
        try {
            ready.add(watch, key.readyOps());
        } catch (CancelledKeyException e) {
            // The channel was closed since the selector found it ready.
            return;
        }
    }

    /**
     * Silences a one-shot that fires. If its interest is changed meanwhile, the change has the last word: also one made between
     * the selection and here, after which the source drops the event if nothing of it is asked for any more.
     */
    private void disarm(Watch watch, int readiness) {
        Interest interest = watch.interest();
        if (!interest.isOneShot()) {
            return;
        }
        NioEntry entry = (NioEntry) watch.attachment;
        try {
            entry.key.interestOps(0);
            Interest now = watch.interest();
            if (now != interest || (now.directions() & readiness) == 0) {
                settle(entry);
            }
        } catch (CancelledKeyException e) {
            // Its event is dropped as stale, or tells the handler that the channel is closed.
            return;
        }
    }

    /** Moves the ones that are connected by now from OP_CONNECT to OP_WRITE, see (c). */
    private void followConnections() {
        connecting.removeIf(entry -> {
            if (entry.isUnconnected() && entry.key.isValid()) {
                return false;
            }
            reapply(entry);
            return true;
        });
    }

    private void reapply(NioEntry entry) {
        try {
            settle(entry);
        } catch (CancelledKeyException e) {
            // Closed or cancelled since the look above: there is nothing left to watch.
            return;
        }
    }

    @Override
    public boolean handlesInterrupt() {
        return true;
    }

    @Override
    public long controlCalls() {
        return controlCalls.sum();
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
