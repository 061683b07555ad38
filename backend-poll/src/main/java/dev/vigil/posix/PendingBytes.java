package dev.vigil.posix;

/** How many bytes wait to be read. For backends. */
public final class PendingBytes {
    private static final long UNKNOWN = -1;

    private PendingBytes() {}

    /**
     * Asks the system. Any thread may.
     *
     * @param fd the descriptor
     * @return how many bytes; -1 if the system does not tell, or tells of the next message only, as for datagrams
     */
    public static long of(int fd) {
        try (Scratch memory = Scratch.take(2 * Integer.BYTES)) {
            int type = Sockets.typeOf(fd);
            if (type >= 0 && type != SocketConstants.SOCK_STREAM) {
                return UNKNOWN;
            }
            int result = LibC.functions().ioctl(fd, EndOfInput.FIONREAD, memory.address());
            return result < 0 ? UNKNOWN : memory.buffer().getInt(0);
        } catch (ErrnoException e) {
            return UNKNOWN;
        }
    }
}
