package dev.vigil.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Availability;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.contract.Companion;
import dev.vigil.contract.Polling;
import dev.vigil.spi.Backend;
import dev.vigil.spi.Batch;
import dev.vigil.spi.Mechanism;
import dev.vigil.spi.Registrations;
import dev.vigil.spi.Settings;
import dev.vigil.spi.Watch;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that watches for others, when what it watches with fails or is slow to close. */
@Timeout(180)
class WatcherTest {
    private static final int FD = 7;
    private static final long LONG = Polling.LIMIT.toNanos();

    private final Scripted backend = new Scripted();

    private Readiness park(int fd) throws IOException {
        return Waits.park(backend, fd, Interest.READ, LONG, () -> true);
    }

    private Companion<Readiness> parked(int fd) {
        int before = backend.added.availablePermits();
        Companion<Readiness> parked = Companion.calling(() -> park(fd));
        Companion.await(() -> backend.added.availablePermits() > before, "it is watched");
        return parked;
    }

    /** Closing a descriptor tells those who wait for it, of whichever watcher: who closes under a lock could wait for one for ever. */
    @Test
    void whileOneThatHasEndedIsBeingClosedOthersWaitForAnyDescriptor() throws Exception {
        Companion<Readiness> failed = parked(FD);
        backend.closing.drainPermits();
        backend.failure(new IOException("of the test's"));
        IOException told = assertThrows(IOException.class, failed::join);
        assertTrue(told.getMessage().contains("of the test's"), told::getMessage);
        Companion.await(() -> backend.inClose, "it is being closed");
        for (int fd = 0; fd < 2 * 64; fd++) {
            Companion<Readiness> next = parked(fd);
            Waits.lookAgain(fd + 1);
            backend.ready(fd);
            assertTrue(next.join().isReadable());
        }
        assertTrue(backend.inClose, "all the while");
        backend.closing.release(Integer.MAX_VALUE / 2);
    }

    /** Whoever comes next has it started anew. */
    @Test
    void oneThatCannotBeOpenedIsOpenedByTheNextWait() throws Exception {
        IOException refusal = new IOException("no descriptor is left");
        backend.refusal = refusal;
        for (int i = 0; i < 3; i++) {
            assertSame(refusal, assertThrows(IOException.class, () -> park(FD)));
        }
        backend.refusal = null;
        Companion<Readiness> waiting = parked(FD);
        backend.ready(FD);
        assertTrue(waiting.join().isReadable());
        assertEquals(0, Waits.waiting());
    }

    /** The others wait on. */
    @Test
    void aDescriptorThatIsRefusedEndsItsOwnWaitOnly() throws Exception {
        Companion<Readiness> other = parked(FD);
        IOException refusal = new IOException("no memory in the kernel");
        backend.addRefusal = refusal;
        assertSame(refusal, assertThrows(IOException.class, () -> park(FD + 1)));
        Error lack = new OutOfMemoryError("of the test's");
        backend.addRefusal = lack;
        assertSame(lack, assertThrows(Error.class, () -> park(FD + 1)));
        backend.addRefusal = null;
        assertFalse(other.isDone());
        backend.ready(FD);
        assertTrue(other.join().isReadable());
        assertEquals(0, Waits.waiting());
    }

    /** Opens mechanisms that tell what the test says. */
    private static final class Scripted implements Backend {
        private final LinkedBlockingQueue<Object> script = new LinkedBlockingQueue<>();
        private final Semaphore added = new Semaphore(0);

        /** What closing waits for. */
        private final Semaphore closing = new Semaphore(Integer.MAX_VALUE / 2);

        private volatile boolean inClose;
        private volatile IOException refusal;
        private volatile Throwable addRefusal;

        void failure(IOException failure) {
            script.add(failure);
        }

        void ready(int fd) {
            script.add(fd);
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public int priority() {
            return -1;
        }

        @Override
        public Availability availability() {
            return Availability.available();
        }

        @Override
        public Set<Feature> features() {
            return Set.of(Feature.DESCRIPTORS);
        }

        @Override
        public Readiness await(int fd, Interest interest, long nanos) {
            return Readiness.NONE;
        }

        @Override
        public Mechanism open(Settings settings, Registrations registrations) throws IOException {
            if (refusal != null) {
                throw refusal;
            }
            return new Told(this);
        }
    }

    /** Tells what its backend's script says. */
    private static final class Told extends Mechanism {
        private final Scripted backend;
        private final long[] words = new long[1024];

        Told(Scripted backend) {
            this.backend = backend;
        }

        @Override
        public synchronized void add(Watch watch) throws IOException {
            if (backend.addRefusal instanceof IOException refused) {
                throw refused;
            }
            if (backend.addRefusal instanceof Error refused) {
                throw refused;
            }
            words[watch.fd()] = watch.word();
            backend.added.release();
        }

        @Override
        public synchronized void change(Watch watch, Interest from) throws IOException {
            add(watch);
        }

        @Override
        public synchronized void remove(Watch watch) {
            words[watch.fd()] = 0;
        }

        private synchronized void tell(Batch batch, int fd) {
            batch.add(words[fd], Readiness.READABLE_BIT);
        }

        @Override
        public void await(Batch batch, long nanos) throws IOException {
            try {
                Object next = backend.script.poll(nanos, TimeUnit.NANOSECONDS);
                if (next instanceof IOException failure) {
                    throw failure;
                }
                if (next != null) {
                    tell(batch, (Integer) next);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void wake() {
            // Its waits are short enough, or told of something.
        }

        @Override
        public long controlCalls() {
            return 0;
        }

        @Override
        public void close() {
            backend.inClose = true;
            backend.closing.acquireUninterruptibly();
            backend.inClose = false;
        }
    }
}
