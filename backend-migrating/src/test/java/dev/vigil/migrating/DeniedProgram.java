package dev.vigil.migrating;

import dev.vigil.BackendUnavailableException;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.accept.Acceptor;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import dev.vigil.raw.DescriptorEnd;
import dev.vigil.raw.DescriptorListener;
import dev.vigil.relay.Relay;
import dev.vigil.relay.RelayPair;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What works where the system denies a call: sources, acceptors and relays on each backend, twice. Prints a line for each: that it
 * works, or what is said; and what is left open of the second time. Its argument is the call.
 */
final class DeniedProgram {
    private static final List<String> BACKENDS = List.of("nio", "poll", "epoll", "migrating");
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int BYTES = 1 << 20;

    private final String call;
    private final Queue<Throwable> reported = new ConcurrentLinkedQueue<>();

    /** Warnings: an acceptor that is refused says so there, and tries again. */
    private static final Queue<String> LOGGED = new ConcurrentLinkedQueue<>();

    /** Takes log lines instead of the console. */
    private static final class Said extends Handler {
        private final Queue<String> lines;

        Said(Queue<String> lines) {
            this.lines = lines;
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private DeniedProgram(String call) {
        this.call = call;
    }

    private interface Scenario {
        void run(String backend) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Logger log = Logger.getLogger("dev.vigil");
        log.setUseParentHandlers(false);
        log.addHandler(new Said(LOGGED));
        System.out.println("begins");
        DeniedProgram program = new DeniedProgram(arguments[0]);
        for (String backend : BACKENDS) {
            program.attempt(backend, "source", program::source);
            if (!backend.equals("nio")) {
                program.attempt(backend, "relay", program::relay);
                program.attempt(backend, "acceptor", program::acceptor);
            }
        }
        System.out.println("ends");
        System.exit(0);
    }

    /** The first time loads what there is to load. */
    private void attempt(String backend, String what, Scenario scenario) throws Exception {
        once(backend, scenario);
        Set<String> before = descriptors();
        String said = once(backend, scenario);
        Set<String> after = left(before);
        System.out.println(backend + " " + what + ": " + said + (after.isEmpty() ? "" : " WRONG: leaves " + after));
    }

    /** What is still open after a while: an acceptor that is closed does not wait for the loop that dealt for it. */
    private static Set<String> left(Set<String> before) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        Set<String> after = descriptors();
        while (!before.containsAll(after) && System.nanoTime() - end < 0) {
            Thread.sleep(5);
            after = descriptors();
        }
        after.removeAll(before);
        return after;
    }

    private String once(String backend, Scenario scenario) {
        reported.clear();
        LOGGED.clear();
        try {
            scenario.run(backend);
            return "works";
        } catch (Throwable e) {
            return (isClear(e) ? "says " : "WRONG: ") + oneLine(e);
        }
    }

    private static String oneLine(Throwable e) {
        return e.toString().replace('\n', ' ');
    }

    /** An exception that is documented, and names what is wrong. */
    private boolean isClear(Throwable thrown) {
        boolean documented = thrown instanceof IOException
                || thrown instanceof UncheckedIOException
                || thrown instanceof BackendUnavailableException;
        String text = String.valueOf(thrown.getMessage());
        if (thrown instanceof UnsupportedOperationException && text.contains("lacks the feature")) {
            return true;
        }
        return documented
                && (text.contains("EPERM")
                        || text.contains("ENOSYS")
                        || text.contains("not permitted")
                        || text.contains("not implemented")
                        || text.contains(call));
    }

    /** Pipes, sockets and kernel objects; files are left out, for the JVM opens jars. */
    private static Set<String> descriptors() throws IOException {
        Set<String> open = new TreeSet<>();
        for (String number : Objects.requireNonNull(new File("/proc/self/fd").list())) {
            try {
                String target =
                        Files.readSymbolicLink(Path.of("/proc/self/fd", number)).toString();
                if (!target.startsWith("/")) {
                    open.add(number + " " + target);
                }
            } catch (NoSuchFileException e) {
                // That of the listing itself.
            }
        }
        return open;
    }

    private void source(String backend) throws Exception {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel end = pipe.source();
                Pipe.SinkChannel sink = pipe.sink();
                EventSource source = EventSource.open(backend)) {
            end.configureBlocking(false);
            AtomicInteger seen = new AtomicInteger();
            Registration registration =
                    source.register(end, Interest.READ.oneShot(), (r, ready) -> seen.incrementAndGet());
            sink.write(ByteBuffer.allocate(1));
            until(source, seen, 1);
            registration.rearm();
            until(source, seen, 2);
            registration.update(Interest.READ);
            until(source, seen, 3);
            source.wakeup();
            source.poll();
            registration.cancel();
            if (source.features().contains(Feature.DESCRIPTORS)) {
                raw(source);
            }
        }
    }

    private static void raw(EventSource source) throws IOException {
        int counter = Descriptors.eventFd(1);
        try {
            AtomicInteger seen = new AtomicInteger();
            source.register(counter, Interest.READ, (r, ready) -> {
                Descriptors.takeCounter(counter);
                seen.incrementAndGet();
                r.cancel();
            });
            until(source, seen, 1);
            if (source.poll(Duration.ofMillis(1)) != 0) {
                throw new AssertionError("told of what was cancelled");
            }
        } finally {
            Descriptors.close(counter);
        }
    }

    private static void until(EventSource source, AtomicInteger seen, int count) throws IOException {
        long end = System.nanoTime() + LONG.toNanos();
        while (seen.get() < count) {
            source.poll(Duration.ofMillis(100));
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("an event is lost");
            }
        }
    }

    private EventLoopGroup group(String backend) throws IOException {
        return EventLoop.builder()
                .source(EventSource.builder().backend(backend))
                .onException((loop, thrown) -> reported.add(thrown))
                .startGroup(1);
    }

    private void relay(String backend) throws Exception {
        try (EventLoopGroup group = group(backend);
                Relay relay = Relay.builder(group).build()) {
            SocketPair left = Sockets.pair();
            SocketPair right;
            try {
                right = Sockets.pair();
            } catch (IOException e) {
                left.close();
                throw e;
            }
            try {
                RelayPair pair = relay.join(group.next(), end(left.second(), right.first()), end(right.first(), -1));
                carry(left.first(), right.second(), pair);
            } finally {
                Descriptors.close(left.first());
                Descriptors.close(right.second());
                // Reads the end at the other side, and is through with it.
                relay.close(LONG);
            }
        }
    }

    /** An end; where it cannot be made, this program closes the descriptor, and the other one. */
    private static DescriptorEnd end(int fd, int other) throws IOException {
        try {
            return DescriptorEnd.owning(fd);
        } catch (IOException e) {
            Descriptors.close(fd);
            if (other >= 0) {
                Descriptors.close(other);
            }
            throw e;
        }
    }

    private void carry(int from, int to, RelayPair pair) throws Exception {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        ByteBuffer in = ByteBuffer.allocate(BYTES);
        long end = System.nanoTime() + LONG.toNanos();
        while (in.hasRemaining()) {
            if (!move(from, out, to, in)) {
                Thread.sleep(1);
            }
            boolean active = pair.isActive();
            tell(active ? null : pair.cause());
            if (System.nanoTime() - end > 0 || !active) {
                throw new AssertionError("a relay that carries nothing and says nothing: " + pair);
            }
        }
    }

    /** Whether something came. What ended the pair is told by it, not by a broken pipe. */
    private static boolean move(int from, ByteBuffer out, int to, ByteBuffer in) {
        try {
            if (out.hasRemaining()) {
                Descriptors.write(from, out);
            }
            return Descriptors.read(to, in) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** What a loop or a pair was told is what the user is told. */
    private void tell(Throwable cause) throws Exception {
        Iterator<Throwable> all = reported.iterator();
        Throwable told = all.hasNext() ? all.next() : cause;
        if (told instanceof Exception e) {
            throw e;
        }
        for (String line : LOGGED) {
            if (line.contains("tries again")) {
                throw new IOException(line);
            }
        }
    }

    private void acceptor(String backend) throws Exception {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (EventLoopGroup group = group(backend);
                Acceptor acceptor = Acceptor.builder(group)
                        .bind(DescriptorListener::open, anywhere, (loop, accepted) -> {
                            try (accepted) {
                                accepted.write(ByteBuffer.allocate(1));
                            }
                        })) {
            int client = Sockets.connect((InetSocketAddress) acceptor.localAddress());
            try {
                long end = System.nanoTime() + LONG.toNanos();
                while (!hasByte(client)) {
                    tell(null);
                    if (System.nanoTime() - end > 0) {
                        throw new AssertionError("an acceptor that takes nothing and says nothing");
                    }
                    Thread.sleep(1);
                }
            } finally {
                Descriptors.close(client);
            }
        }
    }

    private static boolean hasByte(int client) throws IOException {
        int count = Descriptors.read(client, ByteBuffer.allocate(1));
        if (count < 0) {
            // Closed before it was served: why is told a moment later.
            return false;
        }
        return count > 0;
    }
}
