package dev.vigil.kqueue;

import dev.vigil.posix.Errors;
import dev.vigil.posix.NativeMemory;
import dev.vigil.posix.WakeUpDescriptor;
import dev.vigil.spi.Registrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import jnr.ffi.Pointer;

/** Ends another thread's wait: {@code EVFILT_USER}, or a descriptor where there is none. */
abstract class KqueueWakeUp {
    /** The word of its event. */
    static final long WORD = Registrations.RESERVED_WORD;

    static KqueueWakeUp open(Kqueue queue, Abilities abilities) throws IOException {
        return abilities.user() ? new User(queue) : new Signalled(queue);
    }

    /** Makes one thread that waits, or the next that comes, return. From any thread; allocates nothing, never waits. */
    abstract void signal();

    /** Called by the thread that got the event. */
    abstract void seen();

    abstract void close();

    private static void add(Kqueue queue, long ident, int filter, int actions) throws IOException {
        try (ChangeList changes = ChangeList.start(queue.system().layout())) {
            changes.add(ident, filter, actions, 0, WORD);
            queue.submit(changes);
            int errno = changes.errorOf(0);
            if (errno != 0) {
                throw Errors.failure("kevent", "ADD of the wake-up", queue.fd(), errno);
            }
        }
    }

    private static final class User extends KqueueWakeUp {
        /** The only event of its filter; idents of filters that take descriptors are other names. */
        private static final long IDENT = -1;

        private final Kqueue queue;

        /** Never changes after the constructor, so threads may submit it at once. */
        private final NativeMemory trigger;

        private final Pointer pointer;

        User(Kqueue queue) throws IOException {
            this.queue = queue;
            KeventLayout layout = queue.system().layout();
            trigger = NativeMemory.allocate(layout.size());
            layout.put(trigger.buffer(), 0, IDENT, queue.system().user(), 0, KeventConstants.NOTE_TRIGGER, WORD);
            pointer = KqueueLibrary.pointer(trigger);
            add(queue, IDENT, queue.system().user(), KeventConstants.EV_ADD | KeventConstants.EV_CLEAR);
        }

        @Override
        void signal() {
            // Without room for events it returns at once, whatever the timeout.
            queue.library().kevent(queue.fd(), pointer, 1, 0, 0, 0);
        }

        @Override
        void seen() {}

        @Override
        void close() {}
    }

    private static final class Signalled extends KqueueWakeUp {
        private final WakeUpDescriptor descriptor;

        Signalled(Kqueue queue) throws IOException {
            descriptor = WakeUpDescriptor.open();
            try {
                add(queue, descriptor.fd(), queue.system().read(), KeventConstants.EV_ADD);
            } catch (Throwable e) {
                descriptor.close();
                throw e;
            }
        }

        @Override
        void signal() {
            descriptor.signal();
        }

        @Override
        void seen() {
            descriptor.drain();
        }

        @Override
        void close() {
            try {
                descriptor.close();
            } catch (IOException e) {
                // Nothing was written that close(2) could still lose.
                throw new UncheckedIOException(e);
            }
        }
    }
}
