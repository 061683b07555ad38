package dev.vigil.kqueue;

import dev.vigil.posix.NativeLibrary;
import dev.vigil.posix.NativeMemory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * The library that has kqueue: libc, or another one. Unchecked: a negative result means failure, and
 * {@link dev.vigil.posix.Errno#last()} says which. Any thread may call anything here; nothing allocates.
 *
 * <p>A queue is closed by the library that opened it, since one that is no kernel may have to free something.
 */
abstract class KqueueLibrary {

    /**
     * Binds the functions.
     *
     * @param system says what they are called and what they take
     * @param path a file or the name of a library, or null for libc
     * @return the library
     * @throws UnsatisfiedLinkError if it cannot be loaded; a function that it lacks is missed when it is called
     */
    static KqueueLibrary bind(KqueueSystem system, String path) {
        return system.hasSizeCounts()
                ? new WithSizes(load(Binding.SizeCounts.class, path))
                : new WithInts(load(Binding.IntCounts.class, path));
    }

    private static <T> T load(Class<T> functions, String path) {
        return path == null ? NativeLibrary.load(functions) : NativeLibrary.load(functions, path);
    }

    /** A block of memory as a parameter; whoever calls keeps the block alive. */
    static Pointer pointer(NativeMemory memory) {
        return Pointer.wrap(Runtime.getSystemRuntime(), memory.address());
    }

    abstract int kqueue();

    /**
     * {@code kevent(2)}. Six integers would arrive wrong (see {@link NativeLibrary}); of the two arrays the changes are the one
     * that a poll does not have.
     *
     * @param changes the first {@code struct kevent} of the changes, or null
     * @param events where to put events and receipts
     * @param timeout the address of a {@code struct timespec}, or 0 for ever
     */
    abstract int kevent(int kq, Pointer changes, int changeCount, long events, int eventCount, long timeout);

    abstract int close(int fd);

    /** What jnr-ffi implements. */
    static final class Binding {
        private Binding() {}

        /** The prototypes; public because jnr-ffi implements them from its own class loader. */
        public interface IntCounts {
            int kqueue();

            int kevent(int kq, Pointer changes, int changeCount, long events, int eventCount, long timeout);

            int close(int fd);
        }

        /** The prototypes of NetBSD. */
        public interface SizeCounts {
            int kqueue();

            int __kevent50(int kq, Pointer changes, long changeCount, long events, long eventCount, long timeout);

            int close(int fd);
        }
    }

    private static final class WithInts extends KqueueLibrary {
        private final Binding.IntCounts c;

        WithInts(Binding.IntCounts c) {
            this.c = c;
        }

        @Override
        int kqueue() {
            return c.kqueue();
        }

        @Override
        int kevent(int kq, Pointer changes, int changeCount, long events, int eventCount, long timeout) {
            return c.kevent(kq, changes, changeCount, events, eventCount, timeout);
        }

        @Override
        int close(int fd) {
            return c.close(fd);
        }
    }

    private static final class WithSizes extends KqueueLibrary {
        private final Binding.SizeCounts c;

        WithSizes(Binding.SizeCounts c) {
            this.c = c;
        }

        @Override
        int kqueue() {
            return c.kqueue();
        }

        @Override
        int kevent(int kq, Pointer changes, int changeCount, long events, int eventCount, long timeout) {
            return c.__kevent50(kq, changes, changeCount, events, eventCount, timeout);
        }

        @Override
        int close(int fd) {
            return c.close(fd);
        }
    }
}
