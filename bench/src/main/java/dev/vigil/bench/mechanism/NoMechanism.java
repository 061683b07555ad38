package dev.vigil.bench.mechanism;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** The floor: no waiting at all. It is told what becomes ready and keeps that in a queue. */
final class NoMechanism implements Mechanism {
    private final Semaphore woken = new Semaphore(0);
    private ReadyHandler handler;
    private int[] indexes;
    private int mask;
    private int head;
    private int tail;

    @Override
    public String version() {
        return Runtime.version().toString();
    }

    @Override
    public void open(int capacity) {
        int length = Math.max(2, Integer.highestOneBit(capacity) << 1);
        indexes = new int[length];
        mask = length - 1;
    }

    @Override
    public Pairs.Opener opener() {
        return new RawOpener();
    }

    @Override
    public void add(int index, Pair pair, ReadyHandler handler) {
        this.handler = handler;
    }

    @Override
    public void remove(int index) {
        throw new UnsupportedOperationException("the floor watches nothing");
    }

    @Override
    public void update(int index, boolean write) {
        throw new UnsupportedOperationException("the floor watches nothing");
    }

    @Override
    public void told(int index) {
        indexes[tail++ & mask] = index;
    }

    @Override
    public void toldAgain() {
        head = 0;
    }

    @Override
    public void pollNow() throws IOException {
        while (head != tail) {
            handler.ready(indexes[head++ & mask]);
        }
    }

    @Override
    public void poll() throws IOException {
        if (head == tail) {
            woken.acquireUninterruptibly();
        }
        pollNow();
    }

    @Override
    public void poll(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void wake() {
        woken.release();
    }

    @Override
    public Counters counters() {
        return new Counters(0, 0, 0);
    }

    @Override
    public boolean isWatching() {
        return false;
    }

    @Override
    public void close() {}
}
