package dev.vigil.contract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Raw descriptors for tests that need more of them than a {@link Link} shows. The module of the posix floor implements it. */
public interface RawSystem {
    /** Whether these are descriptors of the machine, of every kind that it has, and not made up for a test. */
    default boolean isOfTheMachine() {
        return true;
    }

    /** A pipe: read end, write end. */
    int[] pipe(boolean nonBlocking) throws IOException;

    /** Two connected stream sockets of one machine, non-blocking. */
    int[] socketPair() throws IOException;

    /** A file that exists, or a directory, opened for reading. */
    int open(Path path) throws IOException;

    /** A second number for the same open file. */
    int duplicate(int fd) throws IOException;

    /** Makes {@code number} stand for the open file of {@code fd}; what it stood for is closed. */
    void duplicateTo(int fd, int number) throws IOException;

    /** Shuts the writing direction of a socket. */
    void shutdownWrite(int fd) throws IOException;

    /** Reads; 0 for none now, -1 at the end. */
    int read(int fd, ByteBuffer bytes) throws IOException;

    /** Writes; returns how many bytes were taken. */
    int write(int fd, ByteBuffer bytes) throws IOException;

    /** Closes a number. */
    void close(int fd) throws IOException;

    /** Closes numbers, the negative ones left out: for the end of tests that close some of theirs themselves. */
    default void closeAll(int... fds) throws IOException {
        for (int fd : fds) {
            if (fd >= 0) {
                close(fd);
            }
        }
    }
}
