package dev.vigil.stream;

import java.util.concurrent.RejectedExecutionException;

/** What takes part in the turns of a {@link StreamLoop}: a stream, or a port for datagrams. Only for the loop's thread. */
abstract class Member {
    final StreamLoop home;

    /** In which queues of its loop this is, a bit each. */
    int queues;

    Member(StreamLoop home) {
        this.home = home;
    }

    final void requireInLoop() {
        if (!home.loop.isInLoop()) {
            throw new IllegalStateException(this + " belongs to the thread of loop " + home.loop.name() + ", not to "
                    + Thread.currentThread() + ": use its loop().execute(...)");
        }
    }

    /** Has something done on the loop's thread. */
    final void hand(Runnable task) {
        try {
            home.loop.execute(task);
        } catch (RejectedExecutionException e) {
            // The loop ends, and so does this.
            return;
        }
    }

    /** Whether it is not closed yet. Any thread may ask. */
    abstract boolean isOpen();

    /** What is read and written, for messages. */
    abstract Object end();

    /** What fails here the handler is told. */
    abstract void begin();

    /** Tells the handler what has happened. */
    abstract void tell();

    /** Brings the interest in line with what is wanted. */
    abstract void watch();

    /** Ends at once, and the handler is told why. */
    abstract void fail(Throwable why);

    /** The loop, or the whole group, ends: what the system takes at once goes out. */
    abstract void cut();
}
