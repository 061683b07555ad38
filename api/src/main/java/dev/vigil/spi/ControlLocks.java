package dev.vigil.spi;

import java.io.IOException;

/**
 * The locks that order the control calls of one registration. A registration has the lock of its slot, one of a few, so that
 * a registration costs no lock of its own and threads that control different ones seldom meet.
 *
 * <p>Order: a control lock, then the monitor of the table. All control locks at once are taken in the order of their index.
 */
final class ControlLocks implements Registrations {
    private static final int COUNT = 16;

    /** A step taken while every control call of the source is held off. */
    interface Step {
        boolean run() throws IOException;
    }

    private final Object[] locks = new Object[COUNT];
    private final Table table;

    ControlLocks(Table table) {
        this.table = table;
        for (int i = 0; i < COUNT; i++) {
            locks[i] = new Object();
        }
    }

    Object of(Entry entry) {
        return of(entry.word());
    }

    /** The lock of the slot that a word names, whoever has the slot now. */
    Object of(long word) {
        return locks[(int) word & COUNT - 1];
    }

    boolean withAll(Step step) throws IOException {
        return withAll(0, step);
    }

    private boolean withAll(int from, Step step) throws IOException {
        if (from == COUNT) {
            return step.run();
        }
        synchronized (locks[from]) {
            return withAll(from + 1, step);
        }
    }

    @Override
    public Watch find(long word) {
        Entry entry = Table.find(table.slots(), word);
        return entry;
    }

    @Override
    public void exclusively(Watch watch, Change change) throws IOException {
        Entry entry = Table.find(table.slots(), watch.word());
        if (entry == null) {
            return;
        }
        synchronized (of(entry)) {
            if (entry.active()) {
                change.apply(entry);
            }
        }
    }
}
