package dev.vigil.epoll;

import dev.vigil.Availability;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.spi.Watch;
import java.io.IOException;

/**
 * What epoll can do on this kernel, found by doing it: an event goes once round through a set, and must come back with the
 * word it was given.
 *
 * @param availability usable, or why not
 * @param nanoseconds whether epoll_pwait2 works (Linux 5.11, glibc 2.35, and no seccomp filter that hides it)
 * @param exclusive whether EPOLLEXCLUSIVE works (Linux 4.5)
 */
record EpollProbe(Availability availability, boolean nanoseconds, boolean exclusive) {
    private static final long WORD = 0x0123_4567_89ab_cdefL;

    static EpollProbe run() {
        try {
            roundTrip();
            return new EpollProbe(Availability.available(), hasPwait2(), hasExclusive());
        } catch (IOException | LinkageError e) {
            return new EpollProbe(
                    Availability.unavailable("epoll does not work here: " + e.getMessage(), e), false, false);
        }
    }

    private static void roundTrip() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe()) {
            roundTrip(pipe, new EpollMechanism(false));
        }
    }

    private static void roundTrip(PipeEnds pipe, EpollMechanism mechanism) throws IOException {
        try {
            EpollBatch batch = new EpollBatch(4);
            mechanism.add(new Watch(pipe.writeEnd(), null, WORD, Interest.WRITE));
            mechanism.await(batch, 0);
            if (batch.size() != 1 || batch.word(0) != WORD || batch.readiness(0) != Readiness.WRITABLE_BIT) {
                throw new IOException("an event came back changed");
            }
            mechanism.wake();
            batch.clear();
            mechanism.await(batch, 0);
            if (!batch.isWoken()) {
                throw new IOException("a wake-up was not seen");
            }
        } finally {
            mechanism.close();
        }
    }

    private static boolean hasPwait2() throws IOException {
        int epfd = LibEpoll.create(LibEpoll.C);
        try {
            EpollBatch batch = new EpollBatch(1);
            return LibEpoll.C.epoll_pwait2(epfd, batch.address, 1, batch.timespec(1), 0) == 0;
        } catch (UnsatisfiedLinkError e) {
            return false;
        } finally {
            Descriptors.close(epfd);
        }
    }

    private static boolean hasExclusive() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe()) {
            return takesExclusive(pipe, new EpollMechanism(false));
        }
    }

    private static boolean takesExclusive(PipeEnds pipe, EpollMechanism mechanism) throws IOException {
        try {
            mechanism.add(new Watch(pipe.readEnd(), null, WORD, Interest.READ.exclusive()));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        } finally {
            mechanism.close();
        }
    }
}
