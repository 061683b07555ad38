package dev.vigil.bench.flow;

import dev.vigil.bench.worker.RefusedException;
import java.io.IOException;
import java.nio.channels.Selector;

/** A thread with a Selector that can be told to pause, and that keeps what it failed of. */
abstract class FlowThread implements AutoCloseable {
    final Selector selector;
    private final Thread thread;
    private boolean running;
    private boolean paused;
    private boolean ended;
    private volatile Throwable failure;

    FlowThread(String name) throws IOException {
        selector = Selector.open();
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Does a little, and comes back soon or when the selector is woken. */
    abstract void turn() throws IOException;

    /** Called on the thread when it begins, and when it goes on after a pause. */
    void resumed() {}

    private void run() {
        try {
            resumed();
            while (await()) {
                turn();
            }
        } catch (IOException | RuntimeException | InterruptedException e) {
            failure = e;
        }
    }

    private synchronized boolean await() throws InterruptedException {
        if (!running && !ended) {
            paused = true;
            notifyAll();
            while (!running && !ended) {
                wait();
            }
            paused = false;
            resumed();
        }
        return !ended;
    }

    final synchronized void resume() {
        running = true;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
        notifyAll();
    }

    /** Returns when it does nothing any more. */
    final synchronized void pause() throws IOException {
        running = false;
        selector.wakeup();
        try {
            while (!paused && thread.isAlive()) {
                wait(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        check();
    }

    final void check() {
        if (failure != null) {
            throw new RefusedException(thread.getName() + ": " + failure);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        selector.close();
    }
}
