package dev.vigil.spi;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;

/**
 * Lets {@link Thread#interrupt} reach a thread that is blocked in native code. The JDK tells an interrupt to the selector
 * whose {@code begin()} the thread has called and not yet its {@code end()}; this is such a selector, and it selects nothing.
 * For backends; one thread at a time uses it.
 */
public final class InterruptHook extends AbstractSelector {
    private final Runnable interrupted;

    /**
     * Makes a hook.
     *
     * @param interrupted ends the call; run by the thread that interrupts, or by {@link #enter}
     */
    public InterruptHook(Runnable interrupted) {
        super(null);
        this.interrupted = interrupted;
    }

    /** Comes before a call that may block. If the thread is interrupted already, the call is ended now. */
    public void enter() {
        begin();
    }

    /** Comes after the call: from here on no interrupt is told. */
    public void leave() {
        end();
    }

    /** Called by the interrupting thread, or by {@link #enter}. */
    @Override
    public Selector wakeup() {
        interrupted.run();
        return this;
    }

    @Override
    protected void implCloseSelector() {}

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
        throw new UnsupportedOperationException("this selector only hears of interrupts");
    }

    @Override
    public Set<SelectionKey> keys() {
        throw new ClosedSelectorException();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        throw new ClosedSelectorException();
    }

    @Override
    public int selectNow() throws IOException {
        throw new ClosedSelectorException();
    }

    @Override
    public int select(long timeout) throws IOException {
        throw new ClosedSelectorException();
    }

    @Override
    public int select() throws IOException {
        throw new ClosedSelectorException();
    }
}
