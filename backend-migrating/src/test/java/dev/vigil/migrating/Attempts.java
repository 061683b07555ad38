package dev.vigil.migrating;

import dev.vigil.BackendUnavailableException;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.accept.Acceptor;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Companion;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.Loops;
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
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What is tried where something is missing: a source, relays and an acceptor, which work, or say what is missing, and leave nothing. */
final class Attempts {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int BYTES = 1 << 20;

    /** Told when all that was sent has come. */
    private static final Object DONE = "all has come";

    /** What names the trouble in a message, besides what the system says. */
    private final List<String> words;

    /** What the JDK leaves open of what it cannot make. */
    private final Set<String> leftByJdk = new TreeSet<>();

    /** What has come of the attempt, first things first: {@link #DONE}, or what a loop, a pair or the log was told. */
    private final BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();

    /** Takes log lines instead of the console: an acceptor that is refused says so there, and tries again. */
    private final class Said extends Handler {
        @Override
        public void publish(LogRecord line) {
            String text = new SimpleFormatter().formatMessage(line);
            if (text.contains("tries again")) {
                outcomes.add(new IOException(text));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    Attempts(String... words) {
        this.words = List.of(words);
        Logger log = Logger.getLogger("dev.vigil");
        log.setUseParentHandlers(false);
        log.addHandler(new Said());
    }

    /** Something to try. */
    interface Scenario {
        void run(String backend) throws Exception;
    }

    /** The first time loads what there is to load. */
    void attempt(String backend, String what, Scenario scenario) throws Exception {
        once(backend, scenario);
        Loops.join("vigil-acceptor");
        Set<String> before = descriptors();
        String said = once(backend, scenario);
        Loops.join("vigil-acceptor");
        Set<String> after = descriptors();
        after.removeAll(before);
        after.removeAll(leftByJdk);
        System.out.println(backend + " " + what + ": " + said + (after.isEmpty() ? "" : " WRONG: leaves " + after));
    }

    /** How it went, in words. */
    String once(String backend, Scenario scenario) {
        outcomes.clear();
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
                || thrown instanceof BackendUnavailableException
                || thrown instanceof UnsatisfiedLinkError;
        String text = String.valueOf(thrown.getMessage());
        if (thrown instanceof UnsupportedOperationException && text.contains("lacks the feature")) {
            return true;
        }
        return documented && words.stream().anyMatch(text::contains);
    }

    /** Pipes, sockets and kernel objects; files are left out, for the JVM opens jars. */
    static Set<String> descriptors() throws IOException {
        Set<String> open = new TreeSet<>();
        String[] numbers = new File("/proc/self/fd").list();
        // None, if there is no descriptor left to look with.
        for (String number : Objects.requireNonNullElse(numbers, new String[0])) {
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

    /** What the JDK makes; what it leaves open when it cannot is its own. */
    private <T> T byJdk(Callable<T> makes) throws Exception {
        Set<String> before = descriptors();
        try {
            return makes.call();
        } catch (IOException | LinkageError e) {
            Set<String> after = descriptors();
            after.removeAll(before);
            leftByJdk.addAll(after);
            throw new IOException("the JDK has no " + words, e);
        }
    }

    void source(String backend) throws Exception {
        Pipe pipe = byJdk(Pipe::open);
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
                .onException((loop, thrown) -> outcomes.add(thrown))
                .startGroup(1);
    }

    @SuppressWarnings("try") // The relay is closed before its peers are waited for.
    void relay(String backend) throws Exception {
        try (EventLoopGroup group = group(backend);
                Relay relay = Relay.builder(group).whenEnded(this::ended).build()) {
            SocketPair left = Sockets.pair();
            SocketPair right;
            try {
                right = Sockets.pair();
            } catch (IOException e) {
                left.close();
                throw e;
            }
            Companion<Void> sender = null;
            Companion<Void> receiver = null;
            try {
                relay.join(group.next(), end(left.second(), right.first()), end(right.first(), -1));
                sender = sender(left.first(), BYTES);
                receiver = receiver(right.second(), BYTES);
                awaitOutcome();
            } finally {
                // Its ends are closed by this, and so both peers are through.
                relay.close();
                for (Companion<Void> each : Arrays.asList(sender, receiver)) {
                    if (each != null) {
                        each.join();
                    }
                }
                Descriptors.close(left.first());
                Descriptors.close(right.second());
            }
        }
    }

    /** As many bytes between channels: these are spliced by a number of the relay's own, which is made to stand for theirs. */
    @SuppressWarnings("try") // The relay is closed before its peers are waited for.
    void relayOfChannels(String backend) throws Exception {
        SocketChannel[] left = byJdk(Attempts::connection);
        SocketChannel[] right = new SocketChannel[0];
        try (EventLoopGroup group = group(backend);
                Relay relay = Relay.builder(group).whenEnded(this::ended).build()) {
            right = byJdk(Attempts::connection);
            SocketChannel sends = left[0];
            SocketChannel takes = right[0];
            left[1].configureBlocking(false);
            right[1].configureBlocking(false);
            relay.join(group.next(), DescriptorEnd.of(left[1]), DescriptorEnd.of(right[1]));
            Companion<Void> sender = Companion.running(() -> send(sends));
            Companion<Void> receiver = Companion.running(() -> receive(takes));
            try {
                awaitOutcome();
            } finally {
                relay.close();
                sender.join();
                receiver.join();
            }
        } finally {
            for (SocketChannel[] both : List.of(left, right)) {
                for (SocketChannel channel : both) {
                    channel.close();
                }
            }
        }
    }

    private static SocketChannel[] connection() throws IOException {
        SocketChannel near = null;
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(ChannelKinds.anyPort())) {
            near = SocketChannel.open(listener.getLocalAddress());
            return new SocketChannel[] {near, listener.accept()};
        } catch (IOException e) {
            if (near != null) {
                near.close();
            }
            throw e;
        }
    }

    private static void send(SocketChannel channel) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            return; // whoever has closed the other side tells why
        }
    }

    private void receive(SocketChannel channel) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    return; // as above
                }
            }
            outcomes.add(DONE);
        } catch (IOException e) {
            return; // as above
        }
    }

    private void ended(RelayPair pair) {
        outcomes.add(pair.cause() == null ? new AssertionError("a relay that says nothing: " + pair) : pair.cause());
    }

    /** Sends so many bytes, on a thread that waits in the call. */
    private static Companion<Void> sender(int fd, int count) throws IOException {
        Descriptors.setNonBlocking(fd, false);
        ByteBuffer bytes = ByteBuffer.allocate(count);
        return Companion.running(() -> {
            try {
                while (bytes.hasRemaining()) {
                    Descriptors.write(fd, bytes);
                }
            } catch (IOException e) {
                return; // whoever has closed the other side tells why
            }
        });
    }

    /** Receives so many bytes, on a thread that waits in the call, and tells when they have come. */
    private Companion<Void> receiver(int fd, int count) throws IOException {
        Descriptors.setNonBlocking(fd, false);
        ByteBuffer bytes = ByteBuffer.allocate(count);
        return Companion.running(() -> {
            try {
                while (bytes.hasRemaining()) {
                    if (Descriptors.read(fd, bytes) < 0) {
                        return; // as above
                    }
                }
                outcomes.add(DONE);
            } catch (IOException e) {
                return; // as above
            }
        });
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

    /** What a loop or a pair was told is what the user is told. */
    private void awaitOutcome() throws Exception {
        Object outcome = outcomes.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        if (outcome == null) {
            throw new AssertionError("nothing is carried, and nothing said");
        }
        if (outcome instanceof Exception told) {
            throw told;
        }
        if (outcome != DONE) {
            throw new AssertionError(outcome);
        }
    }

    void acceptor(String backend) throws Exception {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        int client = -1;
        Companion<Void> receiver = null;
        try (EventLoopGroup group = group(backend);
                Acceptor acceptor = Acceptor.builder(group)
                        .bind(DescriptorListener::open, anywhere, (loop, accepted) -> {
                            try (accepted) {
                                accepted.write(ByteBuffer.allocate(1));
                            }
                        })) {
            client = Sockets.connect(acceptor.localAddress());
            receiver = receiver(client, 1);
            awaitOutcome();
        } finally {
            // The acceptor is closed, and so is whatever it has not taken.
            if (receiver != null) {
                receiver.join();
            }
            if (client >= 0) {
                Descriptors.close(client);
            }
        }
    }

    /** The same with the channels of the JDK, which every backend takes. */
    void acceptorOfChannels(String backend) throws Exception {
        SocketChannel client = null;
        Companion<Void> receiver = null;
        try (EventLoopGroup group = group(backend);
                Acceptor acceptor = Acceptor.builder(group).bind(ChannelKinds.anyPort(), (loop, accepted) -> {
                    try (accepted) {
                        accepted.write(ByteBuffer.allocate(BYTES));
                    }
                })) {
            SocketChannel connection = SocketChannel.open(acceptor.localAddress());
            client = connection;
            receiver = Companion.running(() -> receive(connection));
            awaitOutcome();
        } finally {
            if (client != null) {
                client.close();
            }
            if (receiver != null) {
                receiver.join();
            }
        }
    }
}
