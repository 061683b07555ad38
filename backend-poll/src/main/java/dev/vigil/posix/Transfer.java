package dev.vigil.posix;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;

/**
 * Reading and writing descriptors with byte buffers. A direct buffer is used where it lies. What is in the heap passes
 * through native memory, since the collector may move it while the call waits.
 */
final class Transfer {

    private Transfer() {}

    /** See {@link Descriptors#read(int, ByteBuffer)}. */
    static int read(int fd, ByteBuffer target) throws IOException {
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        int wanted = target.remaining();
        if (wanted == 0) {
            return 0;
        }
        if (target.isDirect()) {
            int position = target.position();
            int count = read(fd, target, NativeMemory.addressOf(target) + position, wanted);
            if (count > 0) {
                target.position(position + count);
            }
            return count;
        }
        NativeMemory copy = ThreadMemory.atLeast(pieceOf(fd, wanted));
        int count = read(fd, copy, copy.address(), Math.min(wanted, copy.size()));
        if (count > 0) {
            target.put(copy.buffer().slice(0, count));
        }
        return count;
    }

    /** See {@link Descriptors#write(int, ByteBuffer)}. */
    static int write(int fd, ByteBuffer source) throws IOException {
        int start = source.position();
        int end = source.limit();
        if (start == end) {
            return 0;
        }
        if (source.isDirect()) {
            int count = write(fd, source, NativeMemory.addressOf(source) + start, end - start);
            source.position(start + count);
            return count;
        }
        int piece = pieceOf(fd, end - start);
        int written = 0;
        while (start + written < end) {
            int length = Math.min(piece, end - start - written);
            NativeMemory copy = ThreadMemory.atLeast(length);
            copy.buffer().put(0, source, start + written, length);
            int count;
            try {
                count = write(fd, copy, copy.address(), length);
            } catch (ErrnoException e) {
                if (written == 0) {
                    throw e;
                }
                // The next call meets the error again; what is gone already must be counted.
                break;
            }
            written += count;
            source.position(start + written);
            if (count < length) {
                break;
            }
        }
        return written;
    }

    /**
     * How much of a heap buffer goes into one call. A stream may be cut anywhere; a message is one call, or else it would
     * be cut off when read and become several when written.
     */
    private static int pieceOf(int fd, int length) throws IOException {
        return length <= ThreadMemory.LIMIT || !isStream(fd) ? length : ThreadMemory.LIMIT;
    }

    private static boolean isStream(int fd) throws IOException {
        DescriptorStatus status = DescriptorStatus.of(fd);
        return switch (status.type()) {
            case FIFO, REGULAR -> true;
            case SOCKET ->
                Sockets.option(fd, SocketConstants.SOL_SOCKET, SocketConstants.SO_TYPE) == SocketConstants.SOCK_STREAM;
            default -> false;
        };
    }

    /** Reads into memory that belongs to {@code owner}, which is kept alive meanwhile. */
    static int read(int fd, Object owner, long address, int length) throws ErrnoException {
        try {
            while (true) {
                int count = (int) LibC.read(fd, address, length);
                if (count > 0) {
                    return count;
                }
                if (count == 0) {
                    return -1;
                }
                int errno = Errno.last();
                if (errno == Errno.EAGAIN) {
                    return 0;
                }
                if (errno != Errno.EINTR) {
                    throw Errors.failure("read", fd, errno);
                }
            }
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Writes from memory that belongs to {@code owner}, which is kept alive meanwhile. */
    static int write(int fd, Object owner, long address, int length) throws ErrnoException {
        try {
            while (true) {
                int count = (int) LibC.write(fd, address, length);
                if (count >= 0) {
                    return count;
                }
                int errno = Errno.last();
                if (errno == Errno.EAGAIN) {
                    return 0;
                }
                if (errno != Errno.EINTR) {
                    throw Errors.failure("write", fd, errno);
                }
            }
        } finally {
            Reference.reachabilityFence(owner);
        }
    }
}
