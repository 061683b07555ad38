package dev.vigil.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.Registration;
import dev.vigil.accept.Acceptor;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.migrating.MigratingBackend;
import dev.vigil.migrating.MigratingSettings;
import dev.vigil.migrating.MigrationPolicy;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.FcntlConstants;
import dev.vigil.posix.FdChannel;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.PosixFiles;
import dev.vigil.posix.Sockets;
import dev.vigil.posix.Timers;
import dev.vigil.posix.UnixAddress;
import dev.vigil.raw.BlockingChannel;
import dev.vigil.raw.DescriptorEnd;
import dev.vigil.relay.Destination;
import dev.vigil.relay.Relay;
import dev.vigil.stream.Streams;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is said when something cannot be: provoked here, one by one, and held against docs/messages.md, where it is read by people.
 * {@code -Dvigil.messages=write} writes that file anew.
 */
@EnabledOnOs(OS.LINUX)
class MessagesTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "messages.md");
    private static final Pattern NUMBER_OF_DESCRIPTOR = Pattern.compile("\\b(descriptor|fd) \\d+");

    /** As a word, and no device. */
    private static final Pattern NULL = Pattern.compile("(?<!/)\\bnull\\b");

    @TempDir
    private Path directory;

    private final StringBuilder document = new StringBuilder();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void theyAreThoseOfTheDocument() throws Exception {
        document.append("""
                # Messages

                What is said when something cannot be. Each was provoked by a test (`MessagesTest`) and read by people: it says what was asked, what is
                wrong, and what would work. N is a number that differs, DIR a folder, @ an identity.

                """);
        choosing();
        registering();
        polling();
        loops();
        relaysAndStreams();
        descriptors();
        if (System.getProperty("vigil.messages", "").equals("write")) {
            Files.writeString(DOCUMENT, document.toString());
        }
        assertEquals(List.of(), wrong);
        assertEquals(Files.readString(DOCUMENT), document.toString());
    }

    private void choosing() {
        section("Choosing a backend");
        tell("open(\"pol\")", () -> EventSource.open("pol"));
        tell("builder().batchSize(0)", () -> EventSource.builder().batchSize(0));
        tell("builder().spin(-1 ms)", () -> EventSource.builder().spin(Duration.ofMillis(-1)));
        tell("builder().backend((String) null)", () -> EventSource.builder().backend((String) null));
        tell("MigratingSettings threads(-7)", () -> MigratingSettings.builder().threads(-7));
        tell(
                "MigratingSettings threads(100000)",
                () -> MigratingSettings.builder().threads(100_000));
        tell(
                "MigratingSettings hot(\"migrating\")",
                () -> EventSource.builder()
                        .backend(MigratingBackend.with(
                                MigratingSettings.builder().hot("migrating").build()))
                        .open());
        tell(
                "MigratingSettings cold(\"nothing\")",
                () -> EventSource.builder()
                        .backend(MigratingBackend.with(
                                MigratingSettings.builder().cold("nothing").build()))
                        .open());
        tell("MigrationPolicy.fixed(0)", () -> MigrationPolicy.fixed(0));
    }

    private void registering() throws Exception {
        section("Registering");
        Pipe pipe = Pipe.open();
        try (EventSource source = EventSource.open("epoll");
                EventSource poll = EventSource.open("poll");
                EventSource nio = EventSource.open("nio");
                PipeEnds ends = Descriptors.pipe();
                PipeEnds blocking = Descriptors.pipe(false)) {
            tell("register(-1, READ, handler)", () -> source.register(-1, Interest.READ, (r, e) -> {}));
            tell(
                    "register(9999, READ, handler), which is not open",
                    () -> source.register(9999, Interest.READ, (r, e) -> {}));
            tell("register(fd, READ, null)", () -> source.register(ends.readEnd(), Interest.READ, null));
            tell("register(fd, null, handler)", () -> source.register(ends.readEnd(), null, (r, e) -> {}));
            tell(
                    "register of a channel that blocks",
                    () -> source.register(pipe.source(), Interest.READ, (r, e) -> {}));
            pipe.source().configureBlocking(false);
            tell(
                    "register of a pipe's source for WRITE",
                    () -> source.register(pipe.source(), Interest.WRITE, (r, e) -> {}));
            tell(
                    "register for WRITE of a descriptor that blocks",
                    () -> source.register(blocking.writeEnd(), Interest.WRITE, (r, e) -> {}));
            Path file = Files.createFile(directory.resolve("file"));
            int regular = PosixFiles.open(file, FcntlConstants.O_RDONLY);
            tell("register of a regular file, epoll", () -> source.register(regular, Interest.READ, (r, e) -> {}));
            tell("register of a regular file, poll", () -> poll.register(regular, Interest.READ, (r, e) -> {}));
            Descriptors.close(regular);
            tell(
                    "register for READ.edge() with poll",
                    () -> poll.register(ends.readEnd(), Interest.READ.edge(), (r, e) -> {}));
            tell(
                    "register for READ.exclusive() with poll",
                    () -> poll.register(ends.readEnd(), Interest.READ.exclusive(), (r, e) -> {}));
            tell("register for NONE.edge()", () -> source.register(ends.readEnd(), Interest.NONE.edge(), (r, e) -> {}));
            tell(
                    "register for READ.oneShot().exclusive()",
                    () -> source.register(
                            ends.readEnd(), Interest.READ.oneShot().exclusive(), (r, e) -> {}));
            tell(
                    "register for PRIORITY.exclusive()",
                    () -> source.register(ends.readEnd(), Interest.PRIORITY.exclusive(), (r, e) -> {}));
            tell("register of a descriptor with nio", () -> nio.register(ends.readEnd(), Interest.READ, (r, e) -> {}));
            Registration registration = source.register(ends.readEnd(), Interest.READ, (r, e) -> {});
            tell("register a second time", () -> source.register(ends.readEnd(), Interest.READ, (r, e) -> {}));
            registration.cancel();
            tell("update() after cancel()", () -> registration.update(Interest.WRITE));
            pipe.source().close();
            tell("register of a closed channel", () -> source.register(pipe.source(), Interest.READ, (r, e) -> {}));
        }
        pipe.sink().close();
    }

    private void polling() throws Exception {
        section("Polling and waiting");
        EventSource source = EventSource.open("epoll");
        tell("poll(-1 ms)", () -> source.poll(Duration.ofMillis(-1)));
        try (PipeEnds ends = Descriptors.pipe()) {
            source.register(ends.writeEnd(), Interest.WRITE, (registration, ready) -> source.poll());
            tell("poll() in a handler", source::pollNow);
        }
        source.close();
        tell("poll() after close()", source::poll);
        tell("register after close()", () -> source.register(0, Interest.READ, (r, e) -> {}));
        tell("await(-1, READ, 1 ms)", () -> EventSource.await(-1, Interest.READ, Duration.ofMillis(1)));
        tell("await(fd, READ, -1 ms)", () -> EventSource.await(0, Interest.READ, Duration.ofMillis(-1)));
        tell(
                "await(fd, READ.oneShot(), 1 ms)",
                () -> EventSource.await(0, Interest.READ.oneShot(), Duration.ofMillis(1)));
    }

    private void loops() throws Exception {
        section("Loops and acceptors");
        tell("EventLoop.builder().budget(0)", () -> EventLoop.builder().budget(0));
        tell("startGroup(0)", () -> EventLoop.builder().startGroup(0));
        EventLoop loop = EventLoop.builder().start();
        tell("schedule(null, action)", () -> loop.schedule(null, () -> {}));
        tell("schedulePeriodically(0, action)", () -> loop.schedulePeriodically(Duration.ZERO, () -> {}));
        loop.close();
        tell("execute after close()", () -> loop.execute(() -> {}));
        try (EventLoopGroup group = EventLoop.builder().startGroup(1);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            tell("Acceptor batch(0)", () -> Acceptor.builder(group).batch(0));
            tell("Acceptor backlog(-1)", () -> Acceptor.builder(group).backlog(-1));
            tell(
                    "Acceptor bind to a port that is taken",
                    () -> Acceptor.builder(group).bind(taken.getLocalSocketAddress(), (on, connection) -> {}));
        }
    }

    private void relaysAndStreams() throws Exception {
        section("Relays and streams");
        try (EventLoopGroup group = EventLoop.builder().startGroup(1)) {
            tell("Relay buffer(0)", () -> Relay.builder(group).buffer(0));
            tell("Relay idleTimeout(-1 s)", () -> Relay.builder(group).idleTimeout(Duration.ofSeconds(-1)));
            tell(
                    "Destination.of(unresolved)",
                    () -> Destination.of(InetSocketAddress.createUnresolved("nowhere.invalid", 80)));
            tell("Destination.of(no addresses)", () -> Destination.of(List.of()));
            tell("Destination.of(an abstract UNIX address)", () -> Destination.of(UnixAddress.ofAbstract("name")));
            tell("Streams message(0)", () -> Streams.builder(group).message(0));
            tell("Streams marks(10, 5)", () -> Streams.builder(group).marks(10, 5));
            tell("Streams budget(0)", () -> Streams.builder(group).budget(0));
        }
    }

    private void descriptors() throws Exception {
        section("Descriptors");
        tell("read of a number that is not open", () -> Descriptors.read(9999, ByteBuffer.allocate(1)));
        tell("close of a number that is not open", () -> Descriptors.close(9999));
        tell("close(-1)", () -> Descriptors.close(-1));
        try (PipeEnds ends = Descriptors.pipe()) {
            tell("read of a pipe's writing end", () -> Descriptors.read(ends.writeEnd(), ByteBuffer.allocate(1)));
            tell("localAddress of a pipe", () -> Sockets.localAddress(ends.readEnd()));
            tell(
                    "read into a read-only buffer",
                    () -> Descriptors.read(
                            ends.readEnd(), ByteBuffer.allocate(1).asReadOnlyBuffer()));
            FdChannel channel = FdChannel.borrowing(ends.readEnd());
            channel.close();
            tell("read of a closed FdChannel", () -> channel.read(ByteBuffer.allocate(1)));
            tell(
                    "BlockingChannel readTimeout(-1 s)",
                    () -> BlockingChannel.borrowing(ends.readEnd()).readTimeout(Duration.ofSeconds(-1)));
        }
        PipeEnds broken = Descriptors.pipe();
        Descriptors.close(broken.readEnd());
        tell("write to a pipe without a reader", () -> Descriptors.write(broken.writeEnd(), ByteBuffer.allocate(1)));
        Descriptors.close(broken.writeEnd());
        tell("FdChannel.owning(-1)", () -> FdChannel.owning(-1));
        tell("DescriptorEnd.owning of a number that is not open", () -> DescriptorEnd.owning(9999));
        tell(
                "PosixFiles.open of what is not there",
                () -> PosixFiles.open(directory.resolve("nothing"), FcntlConstants.O_RDONLY));
        int timer = Timers.open();
        tell("Timers.start(fd, -1 s, 0)", () -> Timers.start(timer, Duration.ofSeconds(-1), Duration.ZERO));
        Descriptors.close(timer);
        tell("UnixAddress.ofPath of zero bytes", () -> UnixAddress.ofPath(new byte[5]));
        tell(
                "connect to a path that is too long",
                () -> Sockets.connect(UnixAddress.of(Path.of("/" + "x".repeat(200)))));
        tell(
                "connect to a path where nobody listens",
                () -> Sockets.connect(UnixAddress.of(directory.resolve("nobody"))));
        SocketChannel closed = SocketChannel.open();
        closed.close();
        tell("DescriptorEnd.of a closed channel", () -> DescriptorEnd.of(closed));
    }

    private void section(String title) {
        // Two sections are apart by one line.
        document.append(document.toString().endsWith("|\n") ? "\n## " : "## ")
                .append(title)
                .append("\n\n| asked | exception | message |\n| --- | --- | --- |\n");
    }

    private void tell(String asked, Executable action) {
        try {
            action.execute();
        } catch (Throwable thrown) {
            StringBuilder said = new StringBuilder(plain(String.valueOf(thrown.getMessage())));
            for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
                said.append("<br>cause: ").append(plain(cause.toString()));
            }
            document.append("| ")
                    .append(asked)
                    .append(" | ")
                    .append(thrown.getClass().getSimpleName());
            document.append(" | ").append(said).append(" |\n");
            look(asked, thrown, said.toString());
            return;
        }
        wrong.add(asked + ": nothing is thrown");
    }

    private void look(String asked, Throwable thrown, String said) {
        // An exception of the JDK whose name is all that there is to say.
        boolean nameIsEnough = thrown.getMessage() == null
                && List.of("ClosedChannelException", "ReadOnlyBufferException")
                        .contains(thrown.getClass().getSimpleName());
        if (NULL.matcher(said).find() && !nameIsEnough) {
            wrong.add(asked + " says null: " + said);
        }
        if (said.isBlank() || said.split("backends here:", -1).length > 2) {
            wrong.add(asked + " says nothing, or a list in a list: " + said);
        }
    }

    private String plain(String text) {
        String plain = text.replace(directory.toString(), "DIR").replace("|", "\\|");
        plain = NUMBER_OF_DESCRIPTOR.matcher(plain).replaceAll("$1 N").replaceAll("\\$\\$Lambda[^\\s,;]*", "@");
        plain = plain.replaceAll("@[0-9a-f]{4,}", "@").replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:N");
        // The one of the tests of kqueue is here in some builds.
        plain = plain.replaceAll("\n  ckqueue: .*", "");
        return plain.strip().replace("\n", "<br>");
    }
}
