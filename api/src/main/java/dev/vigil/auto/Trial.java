package dev.vigil.auto;

import dev.vigil.BackendCosts;
import dev.vigil.spi.Backend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures backends side by side, with pipes. They take turns block by block, so that all run code that is compiled as far. On a
 * thread of its own, which an interrupt of the one that asks does not reach (a channel that an interrupted thread uses is closed),
 * and whose memory goes with it.
 *
 * <p>The clock is that of the wall. The processor time of a thread is had through the module {@code java.management} alone, which
 * takes as long to load as the whole trial may; and the least of many short blocks in which nothing waits is the same.
 */
final class Trial implements Runnable {
    /** What is kept of the time for closing everything: this, or this part of it if that is less. */
    private static final long CLOSING_NANOS = 4_000_000;

    private static final int CLOSING_PART = 5;

    private static final int DESCRIPTORS = 64;

    final Map<String, BackendCosts> costs = new LinkedHashMap<>();

    /** What went wrong, by the name of the backend, or under an empty name for all of it. */
    final Map<String, String> failures = new LinkedHashMap<>();

    /** How long it took. */
    long nanos;

    private final List<Contestant> contestants = new ArrayList<>();
    private final List<Pipe> pipes = new ArrayList<>();
    private final long start = System.nanoTime();
    private final long end;

    private Trial(List<Backend> backends, long limitNanos) {
        for (Backend backend : backends) {
            contestants.add(new Contestant(backend, DESCRIPTORS));
        }
        end = start + limitNanos - Math.min(CLOSING_NANOS, limitNanos / CLOSING_PART);
    }

    /** Measures, and returns when everything is closed and the thread has ended; an interrupt is kept for later. */
    static Trial of(List<Backend> backends, long limitNanos) {
        Trial trial = new Trial(backends, limitNanos);
        Thread thread = new Thread(null, trial, "vigil-auto", 0, false);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            trial.failures.put("", e.toString());
            return trial;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        trial.nanos = System.nanoTime() - trial.start;
        return trial;
    }

    @Override
    public void run() {
        try {
            measure();
        } catch (Throwable e) {
            // Whatever it is, such as a want of memory, a source is to be opened without figures then.
            failures.put("", e.toString());
        } finally {
            close();
        }
        for (Contestant each : contestants) {
            String failure = each.failure();
            if (failure == null) {
                costs.put(each.name, each.costs());
            } else {
                failures.put(each.name, failure);
            }
        }
    }

    private void measure() throws IOException {
        for (Contestant each : contestants) {
            each.open();
        }
        watchAnother();
        fill(pipes.get(0));
        takeTurns(Part.ALONE, 8);
        while (pipes.size() < DESCRIPTORS) {
            watchAnother();
        }
        takeTurns(Part.AMONG, 3);
        takeTurns(Part.CHANGE, 2);
        for (Pipe quiet : pipes.subList(1, DESCRIPTORS)) {
            fill(quiet);
        }
        takeTurns(Part.TOGETHER, 1);
    }

    private void watchAnother() throws IOException {
        Pipe pipe = Pipe.open();
        pipes.add(pipe);
        pipe.source().configureBlocking(false);
        for (Contestant each : contestants) {
            each.watch(pipe.source());
        }
    }

    private static void fill(Pipe pipe) throws IOException {
        pipe.sink().write(ByteBuffer.allocate(1));
    }

    /** Goes round and round for this part of the time that is left. */
    private void takeTurns(Part part, int ofWhatIsLeft) {
        long now = System.nanoTime();
        long partEnd = now + (end - now) / ofWhatIsLeft;
        while (System.nanoTime() - partEnd < 0) {
            for (Contestant each : contestants) {
                each.measure(part);
            }
        }
    }

    private void close() {
        for (Contestant each : contestants) {
            each.close();
        }
        for (Pipe pipe : pipes) {
            close(pipe.source());
            close(pipe.sink());
        }
    }

    private void close(Channel pipeEnd) {
        try {
            pipeEnd.close();
        } catch (IOException e) {
            failures.put("", e.toString());
        }
    }
}
