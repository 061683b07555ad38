package dev.vigil.loop;

import dev.vigil.EventSourceBuilder;
import dev.vigil.spi.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Several loops, dealt out in turn. */
public final class EventLoopGroup implements AutoCloseable {
    private final List<EventLoop> loops;
    private final EventSourceBuilder source;
    private final AtomicInteger next = new AtomicInteger();

    private EventLoopGroup(List<EventLoop> loops, EventSourceBuilder source) {
        this.loops = List.copyOf(loops);
        this.source = source;
    }

    static EventLoopGroup start(EventLoopBuilder builder, int size) throws IOException {
        if (size < 1) {
            throw new IllegalArgumentException("a group of " + size + " loops does nothing: give 1 or more");
        }
        List<EventLoop> loops = new ArrayList<>(size);
        try {
            for (int i = 0; i < size; i++) {
                loops.add(builder.start(builder.name() + "-" + i));
            }
        } catch (IOException | RuntimeException | Error e) {
            loops.forEach(EventLoop::closeNow);
            throw e;
        }
        return new EventLoopGroup(loops, builder.source());
    }

    /**
     * Starts another loop over a source like those of the group, which is not one of the group: for work that serves all of
     * them, such as accepting. Its thread is a daemon; exceptions are logged.
     *
     * @param name the name of its thread
     * @return the running loop, which the caller closes
     * @throws IOException if the system refuses what a source needs
     */
    public EventLoop startAnother(String name) throws IOException {
        return EventLoop.builder().name(name).daemon(true).source(source).start();
    }

    /**
     * The loops.
     *
     * @return all of them, in the order in which they were started
     */
    public List<EventLoop> loops() {
        return loops;
    }

    /**
     * The loop whose turn it is.
     *
     * @return one after the other, over and over
     */
    public EventLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /**
     * Closes every loop in order, see {@link EventLoop#close()}. Waits until that is done, unless called on the thread of one
     * of them: two that wait for each other would never end.
     */
    @Override
    public void close() {
        loops.forEach(EventLoop::beginClose);
        if (!isInGroup()) {
            loops.forEach(EventLoop::close);
        }
    }

    /**
     * Closes every loop in order, and cuts off those that take longer. On the thread of one of them it does not wait, and so
     * cuts nothing off.
     *
     * @param grace how long tasks may take altogether
     * @return true if every loop has ended by itself
     */
    public boolean close(Duration grace) {
        long end = System.nanoTime() + Math.min(Timeouts.nanos(grace), Long.MAX_VALUE / 2);
        loops.forEach(EventLoop::beginClose);
        if (isInGroup()) {
            return false;
        }
        boolean all = true;
        for (EventLoop loop : loops) {
            all &= loop.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        return all;
    }

    private boolean isInGroup() {
        return loops.stream().anyMatch(EventLoop::isInLoop);
    }
}
