package dev.vigil.epoll;

import dev.vigil.posix.Errno;
import dev.vigil.posix.ErrnoException;
import dev.vigil.posix.Errors;
import dev.vigil.posix.NativeMemory;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/**
 * The epoll_ctl(2) calls of one mechanism, counted. They return 0 or the error number: many are made to be refused, and an
 * exception costs a hundred times the call.
 */
final class ControlCalls {
    /** Where the memory of a thread has its own address, behind the event. */
    private static final int ADDRESS = 16;

    /** Of a type of the JDK: a class of ours would keep its loader alive for as long as the thread lives. */
    private static final ThreadLocal<ByteBuffer> EVENT = new ThreadLocal<>();

    private final LibEpoll.Functions library;
    private final LongAdder count = new LongAdder();

    ControlCalls(LibEpoll.Functions library) {
        this.library = library;
    }

    /** From now on no call of this thread takes memory. */
    void prepare() {
        if (EVENT.get() == null) {
            newEvent();
        }
    }

    private static ByteBuffer newEvent() {
        NativeMemory memory = NativeMemory.allocate(ADDRESS + Long.BYTES);
        ByteBuffer event = memory.buffer().putLong(ADDRESS, memory.address());
        EVENT.set(event);
        return event;
    }

    /** Adds what belongs to the mechanism itself: that is not counted, since no registration asked for it. */
    int addOwn(int set, int fd, int mask, long word) {
        return call(set, EpollConstants.EPOLL_CTL_ADD, fd, mask, word);
    }

    int add(int set, int fd, int mask, long word) {
        count.increment();
        return call(set, EpollConstants.EPOLL_CTL_ADD, fd, mask, word);
    }

    int modify(int set, int fd, int mask, long word) {
        count.increment();
        return call(set, EpollConstants.EPOLL_CTL_MOD, fd, mask, word);
    }

    /** Counts a call that changes several. */
    void countBatch() {
        count.increment();
    }

    int remove(int set, int fd) {
        count.increment();
        return errno(library.epoll_ctl(set, EpollConstants.EPOLL_CTL_DEL, fd, 0));
    }

    private int call(int set, int operation, int fd, int mask, long word) {
        ByteBuffer known = EVENT.get();
        ByteBuffer event = known == null ? newEvent() : known;
        event.putInt(0, mask).putLong(EpollConstants.EVENT_DATA, word);
        return errno(library.epoll_ctl(set, operation, fd, event.getLong(ADDRESS)));
    }

    private static int errno(int result) {
        return result < 0 ? Errno.last() : 0;
    }

    static void check(String operation, int fd, int errno) throws ErrnoException {
        if (errno != 0) {
            throw Errors.failure("epoll_ctl", operation, fd, errno);
        }
    }

    long count() {
        return count.sum();
    }
}
