package dev.vigil.migrating;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.accept.Acceptor;
import dev.vigil.accept.Sharing;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.Loops;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.spi.Backends;
import dev.vigil.wait.Waits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import jnr.ffi.LibraryLoader;

/**
 * Starts whatever has threads where the system allows so many more: none, or one. Prints for each what came of it; WRONG if that is not
 * clear, if something is left, or if the same does not work when threads are to be had again. Not for root, who has no such limit.
 */
public final class ScarceThreadsProgram {
    /** From {@code <sys/resource.h>} of Linux. */
    private static final int RLIMIT_NPROC = 6;

    private static final long MANY = 4096;

    /** Where the limit is set. */
    public interface Limits {
        /** See {@code setrlimit(2)}: the soft limit, and the hard one. */
        int setrlimit(int resource, long[] limits);
    }

    private interface Scenario {
        void run() throws Exception;
    }

    /** How many the user may have at this moment. */
    private static long allowed;

    private static final Limits LIBC = LibraryLoader.create(Limits.class).load("c");

    private ScarceThreadsProgram() {}

    public static void main(String[] arguments) throws Exception {
        allow(MANY);
        // Before anything else of Vigil's: that has a thread of its own to begin with.
        allow(0);
        try (EventSource source = EventSource.open()) {
            System.out.println("open: " + source.backend());
        }
        allow(MANY);
        scarce("first native call", 0, () -> Descriptors.pipe().close());
        for (String backend : new String[] {"nio", "poll", "epoll"}) {
            scarce("loop on " + backend, 0, () -> loops(backend, 1));
            scarce("two loops on " + backend, 1, () -> loops(backend, 2));
        }
        scarce("acceptor that deals", 0, ScarceThreadsProgram::deals);
        for (String pair : new String[] {"nio nio", "poll poll", "poll epoll"}) {
            String[] sides = pair.split(" ", -1);
            scarce("cold threads of " + pair, 1, () -> colds(sides[0], sides[1]));
        }
        scarce("watcher", 0, ScarceThreadsProgram::waits);
        System.out.println("ends");
        System.exit(0);
    }

    private static void allow(long threads) {
        if (LIBC.setrlimit(RLIMIT_NPROC, new long[] {threads, MANY}) != 0) {
            throw new IllegalStateException("the limit cannot be set");
        }
        allowed = threads;
    }

    /** The limit is for all threads of the user, who has no others: the JVM's are counted by the system. */
    private static long threads() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/task"))) {
            return all.count();
        }
    }

    private static void scarce(String what, int more, Scenario scenario) throws Exception {
        Set<String> threadsBefore = vigilThreads();
        Set<String> before = Attempts.descriptors();
        String said;
        allow(more == 0 ? 0 : threads() + more);
        try {
            scenario.run();
            said = "WRONG: there were threads enough";
        } catch (IOException | OutOfMemoryError | UnsatisfiedLinkError | RuntimeException e) {
            said = (e.toString().contains("thread") ? "says " : "WRONG: ")
                    + e.toString().replace('\n', ' ');
        } finally {
            allow(MANY);
        }
        settle();
        Set<String> after = Attempts.descriptors();
        after.removeAll(before);
        Set<String> threadsAfter = vigilThreads();
        threadsAfter.removeAll(threadsBefore);
        if (!after.isEmpty() || !threadsAfter.isEmpty()) {
            said += "; WRONG: leaves " + after + threadsAfter;
        }
        scenario.run();
        settle();
        System.out.println(what + ": " + said);
    }

    private static Set<String> vigilThreads() {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("vigil")) {
                names.add(thread.getName());
            }
        }
        return names;
    }

    private static void settle() {
        for (String name : new String[] {"vigil-loop", "vigil-acceptor", "vigil-cold", "vigil-watcher"}) {
            Loops.join(name);
        }
    }

    private static void loops(String backend, int count) throws IOException {
        try (EventLoopGroup group = EventLoop.builder()
                .source(EventSource.builder().backend(backend))
                .startGroup(count)) {
            Loops.settle(group.loops().get(count - 1));
        }
    }

    /** The group has its thread; the acceptor needs another one. */
    private static void deals() throws Exception {
        long threads = allowed;
        allow(MANY);
        try (EventLoopGroup group =
                EventLoop.builder().source(EventSource.builder().backend("nio")).startGroup(1)) {
            allow(threads);
            CountDownLatch accepted = new CountDownLatch(1);
            try (Acceptor acceptor = Acceptor.builder(group)
                    .sharing(Sharing.DEALING)
                    .bind(ChannelKinds.anyPort(), (loop, connection) -> {
                        accepted.countDown();
                        connection.close();
                    })) {
                SocketChannel.open(acceptor.localAddress()).close();
                Loops.await(accepted);
            }
        }
    }

    private static void colds(String hot, String cold) throws IOException {
        var backend =
                MigratingBackend.with(Configurations.of(hot, cold).threads(2).build());
        try (EventSource source = EventSource.builder().backend(backend).open()) {
            if (source.poll(Duration.ofMillis(1)) != 0) {
                throw new AssertionError("an event of nothing");
            }
        }
    }

    private static void waits() throws IOException {
        try (PipeEnds pipe = Descriptors.pipe()) {
            long nanos = Duration.ofMillis(1).toNanos();
            if (Waits.await(Backends.named("poll"), pipe.readEnd(), Interest.READ, nanos)
                    .isReadable()) {
                throw new AssertionError("there is nothing to read");
            }
            Descriptors.write(pipe.writeEnd(), ByteBuffer.allocate(1));
        }
    }
}
