package dev.vigil.relay;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * The pipes of one loop. A pipe costs two descriptors and some memory of the kernel's, so there are few, and they are lent to
 * directions while a stream runs through them. Only for the loop's thread.
 */
final class PipePool {
    /** As many as are worth keeping open for the next stream. */
    private static final int KEPT = 16;

    /** With up to 1 MiB in each, a stated bound for what the kernel holds. */
    private static final int MOST = 64;

    private final RelayPipe[] free = new RelayPipe[KEPT];
    private int freeCount;
    private int lent;

    /** Is told what the pipes of somebody else's throw when they are closed. */
    private final Consumer<Throwable> mistakes;

    /** The first to ask decides; others copy. */
    private RelayPipe.Factory factory;

    PipePool(Consumer<Throwable> mistakes) {
        this.mistakes = mistakes;
    }

    /** An empty pipe, or null if there is none to be had. */
    RelayPipe borrow(RelayPipe.Factory wanted) {
        if (lent == MOST || (factory != null && factory != wanted)) {
            return null;
        }
        if (freeCount > 0) {
            freeCount--;
            lent++;
            return free[freeCount];
        }
        try {
            RelayPipe pipe = wanted.open();
            factory = wanted;
            lent++;
            return pipe;
        } catch (IOException e) {
            // No descriptors left: copying needs none.
            return null;
        }
    }

    void giveBack(RelayPipe pipe, boolean empty) {
        lent--;
        if (empty && freeCount < KEPT) {
            free[freeCount] = pipe;
            freeCount++;
        } else {
            close(pipe);
        }
    }

    /** Closes those that are not lent. */
    void close() {
        while (freeCount > 0) {
            freeCount--;
            close(free[freeCount]);
            free[freeCount] = null;
        }
    }

    private void close(RelayPipe pipe) {
        try {
            pipe.close();
        } catch (IOException e) {
            // It is closed all the same.
            return;
        } catch (RuntimeException | Error e) {
            // The others are to be closed too.
            mistakes.accept(e);
        }
    }
}
