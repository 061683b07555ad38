package dev.vigil.wait;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks for descriptors by number, so that waits for different ones rarely meet. No monitors: a virtual thread that has to wait for one
 * parks. What concerns all of them takes all, in order.
 */
final class Stripes {
    private static final int COUNT = 64;

    private final ReentrantLock[] locks = new ReentrantLock[COUNT];

    Stripes() {
        for (int i = 0; i < COUNT; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    ReentrantLock of(int fd) {
        return locks[fd % COUNT];
    }

    void lockAll() {
        for (ReentrantLock lock : locks) {
            lock.lock();
        }
    }

    void unlockAll() {
        for (ReentrantLock lock : locks) {
            lock.unlock();
        }
    }
}
