package dev.vigil.posix;

import dev.vigil.contract.ChannelKinds;
import dev.vigil.contract.Kind;
import dev.vigil.contract.Link;
import dev.vigil.contract.Trait;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The kinds of raw descriptors. All of these exist on Linux. */
public final class RawKinds {
    /** The read end of a pipe. */
    public static final Kind PIPE_READER = new Kind(
            "pipe reader", RawKinds::reader, Trait.READ, Trait.STREAM, Trait.END, Trait.LOCAL, Trait.DESCRIPTOR);

    /** The write end of a pipe. */
    public static final Kind PIPE_WRITER = new Kind(
            "pipe writer", RawKinds::writer, Trait.WRITE, Trait.FILL, Trait.END, Trait.LOCAL, Trait.DESCRIPTOR);

    /** A stream socket of one machine. */
    public static final Kind SOCKET_PAIR = new Kind(
            "unix socket",
            RawKinds::socketPair,
            Trait.READ,
            Trait.WRITE,
            Trait.FILL,
            Trait.STREAM,
            Trait.END,
            Trait.HALF_CLOSE,
            Trait.LOCAL,
            Trait.DESCRIPTOR);

    /** A TCP socket, by its number. */
    public static final Kind TCP = new Kind(
            "tcp socket",
            RawKinds::tcp,
            Trait.READ,
            Trait.WRITE,
            Trait.FILL,
            Trait.STREAM,
            Trait.END,
            Trait.HALF_CLOSE,
            Trait.DESCRIPTOR);

    /** A counter of the kernel. */
    public static final Kind EVENT_FD = new Kind(
            "eventfd",
            () -> new Counter(Descriptors.eventFd(0)),
            Trait.READ,
            Trait.WRITE,
            Trait.FILL,
            Trait.DESCRIPTOR);

    /** A timer. */
    public static final Kind TIMER_FD =
            new Kind("timerfd", () -> new Timer(Timers.open()), Trait.READ, Trait.DESCRIPTOR);

    /** The master side of a pseudo terminal. */
    public static final Kind PTY =
            new Kind("pty", RawKinds::pty, Trait.READ, Trait.WRITE, Trait.STREAM, Trait.DESCRIPTOR);

    /** The read end of a named pipe. */
    public static final Kind FIFO =
            new Kind("fifo", RawKinds::fifo, Trait.READ, Trait.STREAM, Trait.END, Trait.LOCAL, Trait.DESCRIPTOR);

    private RawKinds() {}

    /** Every kind here. */
    public static List<Kind> all() {
        return List.of(PIPE_READER, PIPE_WRITER, SOCKET_PAIR, TCP, EVENT_FD, TIMER_FD, PTY, FIFO);
    }

    private static Link reader() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        return new RawLink(pipe.readEnd(), pipe.writeEnd());
    }

    private static Link writer() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        return new RawLink(pipe.writeEnd(), pipe.readEnd());
    }

    private static Link socketPair() throws IOException {
        SocketPair pair = Sockets.pair();
        return new RawLink(pair.first(), pair.second());
    }

    private static Link tcp() throws IOException {
        try (ServerSocketChannel listener = ChannelKinds.listener()) {
            int near = Sockets.connect((InetSocketAddress) listener.getLocalAddress());
            try (SocketChannel far = listener.accept()) {
                far.configureBlocking(false);
                return new RawLink(near, Descriptors.duplicate(ChannelDescriptors.of(far)));
            }
        }
    }

    private static Link fifo() throws IOException {
        Path directory = Files.createTempDirectory("vigil");
        Path path = directory.resolve("fifo");
        try {
            PosixFiles.makeFifo(path);
            int near = PosixFiles.open(path, FcntlConstants.O_RDONLY | FcntlConstants.O_NONBLOCK);
            int far = PosixFiles.open(path, FcntlConstants.O_WRONLY | FcntlConstants.O_NONBLOCK);
            return new RawLink(near, far);
        } finally {
            Files.deleteIfExists(path);
            Files.delete(directory);
        }
    }

    private static Link pty() throws IOException {
        Pseudoterminal pty = Pseudoterminal.open();
        return new RawLink(pty.controller(), pty.terminal());
    }

    private static final class Counter extends RawLink {
        private static final long FULL = -2L;

        Counter(int fd) {
            super(fd, -1);
        }

        @Override
        public void makeReadable() throws IOException {
            Descriptors.addToCounter(near(), 1);
        }

        @Override
        public void drain() throws IOException {
            Descriptors.takeCounter(near());
        }

        @Override
        public void fill() throws IOException {
            Descriptors.takeCounter(near());
            Descriptors.addToCounter(near(), FULL);
        }

        @Override
        public void relieve() throws IOException {
            Descriptors.takeCounter(near());
        }
    }

    private static final class Timer extends RawLink {
        Timer(int fd) {
            super(fd, -1);
        }

        @Override
        public void makeReadable() throws IOException {
            Timers.start(near(), Duration.ofNanos(1), Duration.ZERO);
        }

        @Override
        public void drain() throws IOException {
            Descriptors.takeCounter(near());
        }
    }
}
