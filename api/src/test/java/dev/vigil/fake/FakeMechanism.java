package dev.vigil.fake;

import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Watches descriptors of a {@link FakeKernel} by number, as poll(2) does. The kernel's monitor guards everything. */
final class FakeMechanism extends Mechanism {
    private static final int TWO_DIRECTIONS = Readiness.READABLE_BIT | Readiness.WRITABLE_BIT;

    private final FakeKernel kernel;
    private final Set<Fault> faults;
    private final List<Watched> watched = new ArrayList<>();
    private boolean woken;
    private long waits;
    private long events;
    private long controlCalls;
    private int start;
    private long staleWord;

    /** What is kept of a watch. */
    private static final class Watched {
        final Watch watch;
        final FakeFile first;
        boolean fired;
        long changesTold = -1;

        Watched(Watch watch, FakeFile first) {
            this.watch = watch;
            this.first = first;
        }
    }

    FakeMechanism(FakeKernel kernel, Set<Fault> faults) {
        this.kernel = kernel;
        this.faults = faults;
    }

    @Override
    public void requireNonBlocking(int fd) throws IOException {
        synchronized (kernel) {
            if (!find(fd).nonBlocking) {
                throw new IllegalArgumentException("descriptor " + fd + " is blocking");
            }
        }
    }

    private FakeFile find(int fd) throws IOException {
        FakeFile file = kernel.find(fd);
        if (file == null) {
            throw new IOException("add(fd " + fd + "): EBADF");
        }
        return file;
    }

    @Override
    public void add(Watch watch) throws IOException {
        synchronized (kernel) {
            FakeFile file = find(watch.fd());
            if (file.isOnDisk()) {
                throw new IllegalArgumentException("descriptor " + watch.fd() + " is always ready");
            }
            controlCalls++;
            Watched added = new Watched(watch, file);
            watch.attachment = added;
            watched.add(added);
            kernel.notifyAll();
        }
    }

    @Override
    public void change(Watch watch, Interest from) {
        synchronized (kernel) {
            controlCalls++;
            Watched changed = (Watched) watch.attachment;
            if (!faults.contains(Fault.CHANGE_DOES_NOT_LOOK)) {
                changed.changesTold = -1;
            }
            changed.fired = false;
            kernel.notifyAll();
        }
    }

    @Override
    public void remove(Watch watch) {
        synchronized (kernel) {
            controlCalls++;
            staleWord = watch.word();
            if (!faults.contains(Fault.REMOVED_WATCHED_ON)) {
                watched.remove((Watched) watch.attachment);
            }
        }
    }

    @Override
    public boolean isReplaced(Watch watch) {
        synchronized (kernel) {
            return !faults.contains(Fault.REPLACEMENT_UNNOTICED)
                    && kernel.find(watch.fd()) != ((Watched) watch.attachment).first;
        }
    }

    @Override
    public void await(Batch batch, long nanos) {
        long end = System.nanoTime() + nanos;
        synchronized (kernel) {
            waits++;
            if (nanos != 0 && faults.contains(Fault.INTERRUPTED) && waits % 2 == 0) {
                batch.interrupted();
                return;
            }
            if (faults.contains(Fault.STALE_WORD) && staleWord != 0 && waits % 3 == 0) {
                batch.add(staleWord, Readiness.READABLE_BIT);
            }
            collect(batch);
            while (batch.size() == 0 && !woken && nanos != 0) {
                long left = nanos < 0 ? Long.MAX_VALUE : end - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                await(left);
                collect(batch);
            }
            if (woken) {
                woken = false;
                batch.woken();
            }
        }
    }

    /** Waits for a change; an interrupt ends it as a wake-up does. */
    private void await(long nanos) {
        try {
            kernel.wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            woken = true;
        }
    }

    @Override
    public boolean handlesInterrupt() {
        return true;
    }

    /** Adds what is ready, from the rotating place on. */
    private void collect(Batch batch) {
        int limit = faults.contains(Fault.SHORT_BATCH) ? 1 : batch.limit();
        int count = watched.size();
        for (int i = 0; i < count; i++) {
            if (batch.size() >= limit) {
                start = (start + i) % count;
                return;
            }
            Watched one = watched.get((start + i) % count);
            int seen = look(one);
            if (seen != 0) {
                add(batch, one, seen);
            }
        }
    }

    private void add(Batch batch, Watched one, int seen) {
        events++;
        if (faults.contains(Fault.EVENTS_LOST) && events % 10 == 0) {
            one.fired = true;
            return;
        }
        if (faults.contains(Fault.DIRECTIONS_APART) && (seen & TWO_DIRECTIONS) == TWO_DIRECTIONS) {
            batch.add(one.watch.word(), seen & ~Readiness.READABLE_BIT);
            batch.add(one.watch.word(), seen & ~Readiness.WRITABLE_BIT);
            return;
        }
        batch.add(one.watch.word(), seen);
    }

    /** What a wait tells of a watch, or 0. */
    private int look(Watched one) {
        Interest interest = one.watch.interest();
        boolean live = (one.watch.isLive() && !one.fired)
                || (interest == Interest.NONE && faults.contains(Fault.PAUSED_WATCHED_ON))
                || (interest.isOneShot() && faults.contains(Fault.ONE_SHOT_WATCHED_ON));
        if (!live) {
            return 0;
        }
        FakeFile file = kernel.find(one.watch.fd());
        if (faults.contains(Fault.REMOVED_WATCHED_ON)) {
            file = one.first;
        }
        if (file == null) {
            return Readiness.INVALID_BIT;
        }
        int asked = interest.directions() | Readiness.HANGUP_BIT | Readiness.ERROR_BIT;
        int state = state(file);
        int seen = state & asked;
        if (seen != 0 && faults.contains(Fault.UNMASKED)) {
            seen = state;
        }
        boolean once = (interest.isEdge() && !faults.contains(Fault.EDGE_TOLD_AGAIN))
                || (interest.isOneShot() && faults.contains(Fault.CHANGE_DOES_NOT_LOOK))
                || faults.contains(Fault.LEVEL_TOLD_ONCE);
        if (seen == 0 || (once && one.changesTold == file.changes)) {
            return 0;
        }
        one.changesTold = file.changes;
        one.fired = interest.isOneShot();
        return seen;
    }

    private int state(FakeFile file) {
        int state = file.state();
        if (faults.contains(Fault.OWN_SHUTDOWN_IS_HANGUP) && file.isShut()) {
            state |= Readiness.HANGUP_BIT;
        }
        if (faults.contains(Fault.READ_CLOSED_LOST)) {
            state &= ~Readiness.READ_CLOSED_BIT;
        }
        if (faults.contains(Fault.HANGUP_LOST)) {
            state &= ~Readiness.HANGUP_BIT;
        }
        if (faults.contains(Fault.ALWAYS_WRITABLE) && file.writes) {
            state |= Readiness.WRITABLE_BIT;
        }
        return state;
    }

    @Override
    public void wake() {
        synchronized (kernel) {
            woken = true;
            kernel.notifyAll();
        }
    }

    @Override
    public long controlCalls() {
        synchronized (kernel) {
            return controlCalls;
        }
    }

    @Override
    public void close() {
        synchronized (kernel) {
            watched.clear();
        }
    }
}
