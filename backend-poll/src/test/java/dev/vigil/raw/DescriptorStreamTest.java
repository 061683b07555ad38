package dev.vigil.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.EventSource;
import dev.vigil.accept.Acceptor;
import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Polling;
import dev.vigil.loop.EventLoop;
import dev.vigil.loop.EventLoopGroup;
import dev.vigil.loop.Loops;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.FcntlConstants;
import dev.vigil.posix.OpenDescriptors;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.PosixFiles;
import dev.vigil.posix.Pseudoterminal;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import dev.vigil.stream.BlockingStream;
import dev.vigil.stream.Stream;
import dev.vigil.stream.StreamHandler;
import dev.vigil.stream.Streams;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Streams over raw descriptors: pipes, named pipes, terminals, sockets. */
@ExtendWith(OpenDescriptors.class)
class DescriptorStreamTest {
    /** Collects what comes, and knows when it is over. */
    private static final class Collector implements StreamHandler {
        private final AtomicReference<String> text = new AtomicReference<>("");
        private volatile boolean closed;
        private volatile Throwable cause;

        @Override
        public void onData(Stream stream, ByteBuffer data) {
            text.set(text.get() + StandardCharsets.US_ASCII.decode(data));
        }

        @Override
        public void onEnd(Stream stream, ByteBuffer rest) {
            text.set(text.get() + '$');
            stream.close();
        }

        @Override
        public void onClose(Stream stream, Throwable why) {
            cause = why;
            closed = true;
        }

        void await(String wanted) {
            Loops.until(() -> text.get().equals(wanted), wanted + ", and not " + text);
        }

        void awaitClose() {
            Loops.until(() -> closed, "the close");
        }
    }

    @TempDir
    private Path directory;

    private EventLoopGroup group;
    private EventLoop loop;
    private Streams streams;

    @BeforeEach
    void start() throws IOException {
        group = EventLoop.builder()
                .source(EventSource.builder().backend("poll"))
                .startGroup(1);
        loop = group.loops().get(0);
        streams = Streams.builder(group).build();
    }

    @AfterEach
    void stop() {
        streams.close();
        group.close();
    }

    private Stream open(int fd, StreamHandler handler) throws IOException {
        return streams.open(loop, DescriptorEnd.owning(fd), handler);
    }

    private void write(Stream stream, String text) {
        Loops.call(loop, () -> stream.write(bytes(text)));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String take(int fd, int most) throws IOException {
        ByteBuffer taken = ByteBuffer.allocate(most);
        long end = System.nanoTime() + Polling.LIMIT.toNanos();
        while (taken.hasRemaining() && System.nanoTime() < end) {
            int count = Descriptors.read(fd, taken);
            if (count < 0) {
                break;
            }
            if (count == 0) {
                LockSupport.parkNanos(100_000);
            }
        }
        return new String(taken.array(), 0, taken.position(), StandardCharsets.US_ASCII);
    }

    @Test
    void socketsCarryBothWaysAndHalfClose() throws IOException {
        SocketPair pair = Sockets.pair();
        Collector handler = new Collector();
        Stream stream = open(pair.first(), handler);
        Descriptors.write(pair.second(), bytes("hello"));
        handler.await("hello");
        write(stream, "good ");
        write(stream, "day");
        assertEquals("good day", take(pair.second(), 8));
        Loops.call(loop, () -> {
            stream.shutdownOutput();
            return null;
        });
        assertEquals("", take(pair.second(), 1));
        Sockets.shutdownOutput(pair.second());
        handler.await("hello$");
        handler.awaitClose();
        assertNull(handler.cause);
        Descriptors.close(pair.second());
    }

    @Test
    void pipesAndNamedPipesGoOneWay() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        Collector reading = new Collector();
        Collector writing = new Collector();
        open(pipe.readEnd(), reading);
        Stream sink = open(pipe.writeEnd(), writing);
        write(sink, "through");
        reading.await("through");
        sink.close();
        reading.await("through$");
        writing.awaitClose();
        reading.awaitClose();
        Path fifo = directory.resolve("fifo");
        PosixFiles.makeFifo(fifo);
        int in = PosixFiles.open(fifo, FcntlConstants.O_RDONLY | FcntlConstants.O_NONBLOCK);
        int out = PosixFiles.open(fifo, FcntlConstants.O_WRONLY | FcntlConstants.O_NONBLOCK);
        Collector named = new Collector();
        open(in, named);
        Descriptors.write(out, bytes("by name"));
        Descriptors.close(out);
        named.await("by name$");
        named.awaitClose();
    }

    @Test
    void aTerminalEndsWhenNobodyHasItOpen() throws IOException {
        Pseudoterminal terminal = Pseudoterminal.open();
        Collector handler = new Collector();
        Stream stream = open(terminal.controller(), handler);
        write(stream, "who\n");
        assertEquals("who\n", take(terminal.terminal(), 4));
        handler.await("who\r\n");
        Descriptors.write(terminal.terminal(), bytes("last\n"));
        Descriptors.close(terminal.terminal());
        handler.await("who\r\nlast\r\n$");
        handler.awaitClose();
        assertNull(handler.cause);
    }

    @Test
    void aReaderThatGoesAwayBreaksTheStreamOfItsWriter() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        Collector handler = new Collector();
        Stream sink = open(pipe.writeEnd(), handler);
        Descriptors.close(pipe.readEnd());
        write(sink, "nobody reads this");
        handler.awaitClose();
        assertNotNull(handler.cause);
    }

    @Test
    void aRegularFileAndAClosedNumberAreRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "text");
        int regular = PosixFiles.open(file, FcntlConstants.O_RDONLY);
        Collector handler = new Collector();
        open(regular, handler);
        handler.awaitClose();
        assertTrue(handler.cause instanceof IllegalArgumentException, () -> "refused with " + handler.cause);
        int closed = PosixFiles.open(file, FcntlConstants.O_RDONLY);
        Descriptors.close(closed);
        assertThrows(IOException.class, () -> open(closed, handler));
    }

    /** A blocking one becomes non-blocking: that is what owning it means. */
    @Test
    void aBlockingDescriptorIsMadeNonBlocking() throws IOException {
        PipeEnds pipe = Descriptors.pipe(false);
        Collector handler = new Collector();
        Stream sink = open(pipe.writeEnd(), handler);
        write(sink, "x".repeat(50_000));
        Loops.call(loop, () -> sink.write(bytes("y".repeat(50_000))));
        Descriptors.setNonBlocking(pipe.readEnd(), true);
        assertEquals("x".repeat(50_000) + "y".repeat(50_000), take(pipe.readEnd(), 100_000));
        sink.close();
        handler.awaitClose();
        Descriptors.close(pipe.readEnd());
    }

    @Test
    void anAcceptorOfDescriptorsGivesStreams() throws IOException {
        try (Acceptor acceptor = Acceptor.builder(group)
                        .bind(
                                DescriptorListener::open,
                                ChannelKinds.anyPort(),
                                streams.accepting(DescriptorEnd::owning, (it, stream) -> Stream::write));
                Socket client = connect(acceptor)) {
            client.getOutputStream().write("back".getBytes(StandardCharsets.US_ASCII));
            assertEquals("back", new String(client.getInputStream().readNBytes(4), StandardCharsets.US_ASCII));
            client.shutdownOutput();
            assertEquals(-1, client.getInputStream().read());
        }
        Loops.until(() -> streams.totals().active() == 0, "the end");
    }

    private static Socket connect(Acceptor acceptor) throws IOException {
        InetSocketAddress address = (InetSocketAddress) acceptor.localAddress();
        return new Socket(address.getAddress(), address.getPort());
    }

    @Test
    void aThreadReadsAndWritesADescriptorThroughTheLoop() throws IOException {
        SocketPair pair = Sockets.pair();
        try (BlockingStream stream = streams.openBlocking(loop, DescriptorEnd.owning(pair.first()))) {
            stream.write(bytes("ping"));
            assertEquals("ping", take(pair.second(), 4));
            Descriptors.write(pair.second(), bytes("pong"));
            ByteBuffer answer = ByteBuffer.allocate(4);
            while (answer.hasRemaining()) {
                stream.read(answer);
            }
            assertEquals(bytes("pong"), answer.flip());
        }
        Loops.until(() -> streams.totals().active() == 0, "the end");
        Descriptors.close(pair.second());
    }
}
