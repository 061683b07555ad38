package dev.vigil.bench.mechanism;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.Version;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Netty's native epoll at the lowest level that is public and takes raw descriptors: an {@link EpollIoHandler}, run by the
 * worker's own thread, with a handle for each descriptor. No event loop, task queue, pipeline or buffer is in the way, so
 * this is the least that Netty can cost. Level-triggered, as its channels are since 4.2.
 */
final class NettyMechanism implements Mechanism {
    /** As many events in one wait as the others fetch. */
    private static final int BATCH = 1024;

    private static final EpollIoOps BOTH = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT);

    private final Context context = new Context();
    private IoHandler handler;
    private IoRegistration[] registrations;
    private long waits;

    /** Stands for a task in an event loop's queue. */
    private volatile boolean asked;

    @Override
    public String version() {
        Version version = Version.identify().get("netty-transport-classes-epoll");
        return version == null ? "unknown" : version.artifactVersion();
    }

    @Override
    public void open(int capacity) {
        handler = EpollIoHandler.newFactory(BATCH, DefaultSelectStrategyFactory.INSTANCE)
                .newHandler(new OwnThread(Thread.currentThread()));
        handler.initialize();
        registrations = new IoRegistration[capacity];
    }

    @Override
    public Pairs.Opener opener() {
        return new RawOpener();
    }

    @Override
    public void add(int index, Pair pair, ReadyHandler ready) throws IOException {
        try {
            registrations[index] = handler.register(new Handle(pair.watched(), index, ready));
        } catch (Exception e) {
            throw new IOException("Netty refused descriptor " + pair.watched(), e);
        }
        registrations[index].submit(EpollIoOps.EPOLLIN);
    }

    @Override
    public void remove(int index) {
        registrations[index].cancel();
    }

    @Override
    public void update(int index, boolean write) {
        registrations[index].submit(write ? BOTH : EpollIoOps.EPOLLIN);
    }

    @Override
    public void pollNow() {
        run(false, -1);
    }

    @Override
    public void poll() {
        run(true, -1);
    }

    @Override
    public void poll(long nanos) {
        run(true, System.nanoTime() + nanos);
    }

    private void run(boolean canBlock, long deadline) {
        waits++;
        context.canBlock = canBlock;
        context.deadline = deadline;
        handler.run(context);
        if (asked) {
            asked = false;
        }
    }

    /** As an event loop does it: first there is something to do, then it is woken, if it blocks. */
    @Override
    public void wake() {
        asked = true;
        handler.wakeup();
    }

    @Override
    public Counters counters() {
        return new Counters(waits, Counters.UNKNOWN, Counters.UNKNOWN);
    }

    @Override
    public void close() {
        if (handler != null) {
            handler.prepareToDestroy();
            handler.destroy();
        }
    }

    /** A handle for a descriptor that somebody else closes. */
    private record Handle(FileDescriptor fd, int index, ReadyHandler handler) implements EpollIoHandle {
        Handle(int fd, int index, ReadyHandler handler) {
            this(new FileDescriptor(fd), index, handler);
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            try {
                handler.ready(index);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {}
    }

    /** What an event loop would say about its tasks and timers. */
    private final class Context implements IoHandlerContext {
        private boolean canBlock;
        private long deadline;

        @Override
        public boolean canBlock() {
            return canBlock && !asked;
        }

        @Override
        public long delayNanos(long now) {
            return deadline == -1 ? Long.MAX_VALUE : Math.max(0, deadline - now);
        }

        @Override
        public long deadlineNanos() {
            return deadline;
        }
    }

    /** The event loop's thread, without an event loop. */
    private record OwnThread(Thread thread) implements ThreadAwareExecutor {
        @Override
        public boolean isExecutorThread(Thread asked) {
            return asked == thread;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }
}
