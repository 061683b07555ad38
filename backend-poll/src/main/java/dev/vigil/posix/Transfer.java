package dev.vigil.posix;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;

/**
 * Reading and writing descriptors with byte buffers. A direct buffer is used where it lies. What is in the heap passes
 * through native memory, since the collector may move it while the call waits; and so does what is in an arena, which may
 * be closed meanwhile.
 */
final class Transfer {

    /** From {@link #take} and {@link Messages#receive}: there is nothing now. */
    static final int NOTHING = -2;

    /** From {@link #read} and {@link Messages#receive}: there will be nothing more. */
    static final int END = -1;

    private Transfer() {}

    /** See {@link Descriptors#read(int, ByteBuffer)}. */
    static int read(int fd, ByteBuffer target) throws IOException {
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        int room = target.remaining();
        if (room == 0) {
            return 0;
        }
        int count = take(fd, target, isInPlace(target) ? room : pieceOf(fd, room));
        return count == NOTHING ? 0 : endIfNone(fd, count);
    }

    /** Reads at most {@code most} bytes; 0 if the call took nothing, {@link #NOTHING} if there is nothing now. */
    static int take(int fd, ByteBuffer target, int most) throws ErrnoException {
        int position = target.position();
        if (isInPlace(target)) {
            int count = take(fd, target, NativeMemory.addressOf(target) + position, most);
            if (count > 0) {
                target.position(position + count);
            }
            return count;
        }
        if (target.isDirect()) {
            // Refuses an arena that is closed, before anything is taken.
            target.get(position);
        }
        try (Scratch copy = Scratch.take(most)) {
            int count = take(fd, copy, copy.address(), most);
            if (count > 0) {
                target.put(copy.buffer().slice(0, count));
            }
            return count;
        }
    }

    /** What a read that took 0 bytes has to report: the end, or 0 where that means none. */
    static int endIfNone(int fd, int count) throws ErrnoException {
        return count == 0 && EndOfInput.isReached(fd) ? END : count;
    }

    /** See {@link Descriptors#write(int, ByteBuffer)}. */
    static int write(int fd, ByteBuffer source) throws IOException {
        int start = source.position();
        int end = source.limit();
        if (start == end) {
            Messages.sendIfMessages(fd, source);
            return 0;
        }
        if (isInPlace(source)) {
            int count = give(fd, source, NativeMemory.addressOf(source) + start, end - start);
            source.position(start + Math.max(0, count));
            return Math.max(0, count);
        }
        int piece = pieceOf(fd, end - start);
        int written = 0;
        while (start + written < end) {
            int length = Math.min(piece, end - start - written);
            int count;
            try {
                count = giveCopy(fd, source, start + written, length);
            } catch (ErrnoException e) {
                if (written == 0) {
                    throw e;
                }
                // The next call meets the error again; what is gone already must be counted.
                break;
            }
            written += Math.max(0, count);
            source.position(start + written);
            if (count < length) {
                break;
            }
        }
        return written;
    }

    /** Writes some bytes of a buffer in one call; {@link #NOTHING} if there is no room now. */
    static int give(int fd, ByteBuffer source, int start, int length) throws ErrnoException {
        return isInPlace(source)
                ? give(fd, source, NativeMemory.addressOf(source) + start, length)
                : giveCopy(fd, source, start, length);
    }

    private static int giveCopy(int fd, ByteBuffer source, int start, int length) throws ErrnoException {
        try (Scratch copy = Scratch.take(length)) {
            copy.buffer().put(0, source, start, length);
            return give(fd, copy, copy.address(), length);
        }
    }

    private static boolean isInPlace(ByteBuffer buffer) {
        return buffer.isDirect() && !ArenaBuffers.isOfArena(buffer);
    }

    /**
     * How much of a buffer that is copied goes into one call. A stream may be cut anywhere; a message is one call, or else
     * it would be cut off when read and become several when written.
     */
    private static int pieceOf(int fd, int length) throws IOException {
        return length <= Scratch.LARGE || !isStream(fd) ? length : Scratch.LARGE;
    }

    private static boolean isStream(int fd) throws IOException {
        return switch (DescriptorStatus.of(fd).type()) {
            case FIFO, REGULAR -> true;
            case SOCKET -> Sockets.typeOf(fd) == SocketConstants.SOCK_STREAM;
            default -> false;
        };
    }

    /** Reads into memory that belongs to {@code owner}, which is kept alive meanwhile. */
    static int take(int fd, Object owner, long address, int length) throws ErrnoException {
        try {
            while (true) {
                int count = (int) LibC.read(fd, address, length);
                if (count >= 0) {
                    return count;
                }
                int errno = Errno.last();
                if (errno == Errno.EAGAIN) {
                    return NOTHING;
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
    static int give(int fd, Object owner, long address, int length) throws ErrnoException {
        try {
            while (true) {
                int count = (int) LibC.write(fd, address, length);
                if (count >= 0) {
                    return count;
                }
                int errno = Errno.last();
                if (errno == Errno.EAGAIN) {
                    return NOTHING;
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
