package dev.vigil.posix;

import dev.vigil.contract.ChannelKinds;
import dev.vigil.trust.Act;
import dev.vigil.trust.FileKind;
import dev.vigil.trust.FileKind.Quality;
import dev.vigil.trust.OpenFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The kinds of files that random scripts open by number. */
final class ScriptFiles {
    private static final int SOCK_SEQPACKET = 5;
    private static final int SMALL = 4096;
    private static final String SEND = "Descriptors.write(far[#], ByteBuffer.allocate(1));";
    private static final String DRAIN = "while (Descriptors.read(fd[#], buffer.clear()) > 0) {}";
    private static final String FILL = "while (Descriptors.write(fd[#], buffer.clear()) > 0) {}";
    private static final String RELIEVE = "while (Descriptors.read(far[#], buffer.clear()) > 0) {}";
    private static final String SHUT_NEAR = "Sockets.shutdownOutput(fd[#]);";
    private static final String SHUT_FAR = "Sockets.shutdownOutput(far[#]);";
    private static final String CLOSE_FAR = "Descriptors.close(far[#]);";
    private static final String COUNT = "Descriptors.takeCounter(fd[#]);";

    private ScriptFiles() {}

    static List<FileKind> kinds() {
        return List.of(
                new FileKind("pipe-reader", ScriptFiles::reader, pipe("readEnd", "writeEnd"), prompt())
                        .with(Act.SEND, SEND)
                        .with(Act.DRAIN, DRAIN)
                        .with(Act.CLOSE_FAR, CLOSE_FAR),
                new FileKind("pipe-writer", ScriptFiles::writer, pipe("writeEnd", "readEnd"), Quality.PROMPT)
                        .with(Act.FILL, FILL)
                        .with(Act.RELIEVE, RELIEVE)
                        .with(Act.CLOSE_FAR, CLOSE_FAR),
                new FileKind("fifo", ScriptFiles::fifo, "// fd[#] and far[#]: both ends of a named pipe", prompt())
                        .with(Act.SEND, SEND)
                        .with(Act.DRAIN, DRAIN)
                        .with(Act.CLOSE_FAR, CLOSE_FAR),
                socket("stream", SocketConstants.SOCK_STREAM)
                        .with(Act.SHUT_NEAR, SHUT_NEAR)
                        .with(Act.SHUT_FAR, SHUT_FAR),
                socket("datagram", SocketConstants.SOCK_DGRAM),
                socket("seqpacket", SOCK_SEQPACKET)
                        .with(Act.SHUT_NEAR, SHUT_NEAR)
                        .with(Act.SHUT_FAR, SHUT_FAR),
                new FileKind("tcp", ScriptFiles::tcp, "fd[#] = Sockets.connect(listener); // far[#]: accepted")
                        .with(Act.SEND, SEND)
                        .with(Act.DRAIN, DRAIN)
                        .with(Act.FILL, FILL)
                        .with(Act.RELIEVE, RELIEVE)
                        .with(Act.SHUT_NEAR, SHUT_NEAR)
                        .with(Act.SHUT_FAR, SHUT_FAR)
                        .with(Act.URGENT, "Sockets.sendUrgent(far[#], (byte) 1);")
                        .with(Act.RESET, "// reset by far[#]: SO_LINGER 0, then close")
                        .with(Act.CLOSE_FAR, CLOSE_FAR),
                new FileKind("udp", ScriptFiles::udp, "fd[#] = Sockets.datagram(any); // far[#]: its peer")
                        .with(Act.SEND, SEND)
                        .with(Act.DRAIN, DRAIN)
                        .with(Act.CLOSE_FAR, CLOSE_FAR),
                new FileKind("pty", ScriptFiles::pty, "fd[#] = Pseudoterminal.open().controller(); // far[#]: terminal")
                        .with(Act.SEND, SEND)
                        .with(Act.DRAIN, DRAIN)
                        .with(Act.CLOSE_FAR, CLOSE_FAR),
                new FileKind("eventfd", ScriptCounter::eventFd, "fd[#] = Descriptors.eventFd(0);", anonymous())
                        .with(Act.SEND, "Descriptors.addToCounter(fd[#], 1);")
                        .with(Act.DRAIN, COUNT)
                        .with(Act.FILL, COUNT + " Descriptors.addToCounter(fd[#], -2);")
                        .with(Act.RELIEVE, COUNT),
                new FileKind("timerfd", ScriptCounter::timer, "fd[#] = Timers.open();", Quality.ANONYMOUS)
                        .with(Act.SEND, "Timers.start(fd[#], Duration.ofNanos(1), Duration.ZERO);")
                        .with(Act.DRAIN, COUNT),
                new FileKind("inotify", ScriptInotify::open, "// fd[#]: inotify of the file far[#]", unseen())
                        .with(Act.SEND, SEND)
                        .with(Act.DRAIN, DRAIN),
                new FileKind("mounts", () -> file("/proc/self/mounts"), path("/proc/self/mounts"), mounts()),
                new FileKind("null", () -> file("/dev/null"), path("/dev/null"), Quality.PROMPT, Quality.DEVICE),
                new FileKind("regular", () -> file("/proc/self/status"), path("/proc/self/status"), Quality.REFUSED));
    }

    private static Quality[] prompt() {
        return new Quality[] {Quality.PROMPT, Quality.SEND_IS_EDGE};
    }

    private static Quality[] anonymous() {
        return new Quality[] {Quality.PROMPT, Quality.SEND_IS_EDGE, Quality.ANONYMOUS};
    }

    private static Quality[] unseen() {
        return new Quality[] {Quality.PROMPT, Quality.ANONYMOUS};
    }

    private static Quality[] mounts() {
        return new Quality[] {Quality.PROMPT, Quality.POLLABLE_REGULAR};
    }

    private static String pipe(String near, String far) {
        return "PipeEnds pipe# = Descriptors.pipe(); fd[#] = pipe#." + near + "(); far[#] = pipe#." + far + "();";
    }

    private static String path(String path) {
        return "fd[#] = PosixFiles.open(Path.of(\"" + path + "\"), FcntlConstants.O_RDONLY);";
    }

    private static OpenFile file(String path) throws IOException {
        return new ScriptFile(PosixFiles.open(Path.of(path), FcntlConstants.O_RDONLY | FcntlConstants.O_NONBLOCK), -1);
    }

    private static OpenFile reader() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        return new ScriptFile(pipe.readEnd(), pipe.writeEnd());
    }

    private static OpenFile writer() throws IOException {
        PipeEnds pipe = Descriptors.pipe();
        return new ScriptFile(pipe.writeEnd(), pipe.readEnd());
    }

    private static OpenFile fifo() throws IOException {
        Path path = Files.createTempDirectory("vigil").resolve("fifo");
        PosixFiles.makeFifo(path);
        try {
            int near = PosixFiles.open(path, FcntlConstants.O_RDONLY | FcntlConstants.O_NONBLOCK);
            return new ScriptFile(near, PosixFiles.open(path, FcntlConstants.O_WRONLY | FcntlConstants.O_NONBLOCK));
        } finally {
            Files.delete(path);
            Files.delete(path.getParent());
        }
    }

    private static FileKind socket(String name, int type) {
        String text = "SocketPair pair# = ...(" + name + "); fd[#] = pair#.first(); far[#] = pair#.second();";
        return new FileKind(name, () -> pair(type), text, prompt())
                .with(Act.SEND, SEND)
                .with(Act.DRAIN, DRAIN)
                .with(Act.FILL, FILL)
                .with(Act.RELIEVE, RELIEVE)
                .with(Act.CLOSE_FAR, CLOSE_FAR);
    }

    private static OpenFile pair(int type) throws IOException {
        NativeMemory fds = NativeMemory.allocate(2 * Integer.BYTES);
        int flags = SocketConstants.SOCK_NONBLOCK | SocketConstants.SOCK_CLOEXEC;
        Errors.check(
                "socketpair", LibC.functions().socketpair(SocketConstants.AF_UNIX, type | flags, 0, fds.address()));
        int near = fds.buffer().getInt(0);
        Sockets.setOption(near, SocketConstants.SOL_SOCKET, SocketConstants.SO_SNDBUF, SMALL);
        return new ScriptFile(near, fds.buffer().getInt(Integer.BYTES));
    }

    private static OpenFile tcp() throws IOException {
        try (ServerSocketChannel listener = ChannelKinds.listener()) {
            int near = Sockets.connect((InetSocketAddress) listener.getLocalAddress());
            SocketChannel far = listener.accept();
            far.configureBlocking(false);
            far.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
            Sockets.setOption(near, SocketConstants.SOL_SOCKET, SocketConstants.SO_SNDBUF, SMALL);
            return new Tcp(near, far);
        }
    }

    private static OpenFile udp() throws IOException {
        int near = Sockets.datagram(ChannelKinds.anyPort());
        int far = Sockets.datagram(ChannelKinds.anyPort());
        Sockets.connect(near, Sockets.localAddress(far));
        Sockets.connect(far, Sockets.localAddress(near));
        return new ScriptFile(near, far);
    }

    private static OpenFile pty() throws IOException {
        Pseudoterminal pty = Pseudoterminal.open();
        return new ScriptFile(pty.controller(), pty.terminal());
    }

    /** The far end is a channel: that can reset. */
    private static final class Tcp extends ScriptFile {
        private final SocketChannel far;

        Tcp(int near, SocketChannel far) {
            super(near, -1);
            this.far = far;
        }

        @Override
        public boolean act(Act act, int number) throws IOException {
            switch (act) {
                case SEND -> {
                    return far.write(ByteBuffer.allocate(1)) > 0;
                }
                case RELIEVE -> {
                    ByteBuffer bytes = ByteBuffer.allocate(SMALL);
                    while (far.read(bytes.clear()) > 0) {}
                    return true;
                }
                case SHUT_FAR -> far.shutdownOutput();
                case URGENT -> Sockets.sendUrgent(ChannelDescriptors.of(far), (byte) 1);
                case RESET -> {
                    far.setOption(StandardSocketOptions.SO_LINGER, 0);
                    far.close();
                }
                default -> {
                    return super.act(act, number);
                }
            }
            return true;
        }

        @Override
        public void closeFar() throws IOException {
            far.close();
        }
    }
}
