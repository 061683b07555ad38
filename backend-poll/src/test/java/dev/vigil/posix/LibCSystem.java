package dev.vigil.posix;

import dev.vigil.contract.RawSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Raw descriptors for the contract suite. */
final class LibCSystem implements RawSystem {
    @Override
    public int[] pipe(boolean nonBlocking) throws IOException {
        PipeEnds pipe = Descriptors.pipe(nonBlocking);
        return new int[] {pipe.readEnd(), pipe.writeEnd()};
    }

    @Override
    public int[] socketPair() throws IOException {
        SocketPair pair = Sockets.pair();
        return new int[] {pair.first(), pair.second()};
    }

    @Override
    public int open(Path path) throws IOException {
        return open(path, FcntlConstants.O_RDONLY);
    }

    static int open(Path path, int flags) throws IOException {
        return Errors.check("open", LibC.functions().open(addressOf(path), flags | FcntlConstants.O_CLOEXEC, 0));
    }

    @Override
    public int duplicate(int fd) throws IOException {
        return Descriptors.duplicate(fd);
    }

    @Override
    public void duplicateTo(int fd, int number) throws IOException {
        Errors.check("dup2", fd, LibC.functions().dup2(fd, number));
    }

    @Override
    public void shutdownWrite(int fd) throws IOException {
        Errors.check("shutdown", fd, LibC.functions().shutdown(fd, SocketConstants.SHUT_WR));
    }

    @Override
    public int read(int fd, ByteBuffer bytes) throws IOException {
        return Descriptors.read(fd, bytes);
    }

    @Override
    public int write(int fd, ByteBuffer bytes) throws IOException {
        return Descriptors.write(fd, bytes);
    }

    @Override
    public void close(int fd) throws IOException {
        Descriptors.close(fd);
    }

    /** A path as C has it, in the memory of this thread: good until its next use. */
    static long addressOf(Path path) {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        NativeMemory memory = ThreadMemory.atLeast(bytes.length + 1);
        memory.buffer().put(0, bytes).put(bytes.length, (byte) 0);
        return memory.address();
    }
}
