package dev.vigil.posix;

import dev.vigil.contract.RawSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
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
        return PosixFiles.open(path, FcntlConstants.O_RDONLY);
    }

    @Override
    public int duplicate(int fd) throws IOException {
        return Descriptors.duplicate(fd);
    }

    @Override
    public void duplicateTo(int fd, int number) throws IOException {
        Descriptors.duplicateTo(fd, number);
    }

    @Override
    public void shutdownWrite(int fd) throws IOException {
        Sockets.shutdownOutput(fd);
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
}
