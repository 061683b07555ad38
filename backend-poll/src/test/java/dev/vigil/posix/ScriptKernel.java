package dev.vigil.posix;

import dev.vigil.Readiness;
import dev.vigil.trust.FileKind;
import dev.vigil.trust.Kernel;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.List;

/** Linux, for random scripts. For one thread. */
public final class ScriptKernel implements Kernel {
    private static final int ALL =
            PollConstants.POLLIN | PollConstants.POLLPRI | PollConstants.POLLOUT | PollConstants.POLLRDHUP;
    private static final int SETTLED_MILLIS = 20;

    private final NativeMemory pollfd = NativeMemory.allocate(PollConstants.POLLFD_SIZE);

    @Override
    public List<FileKind> kinds() {
        return ScriptFiles.kinds();
    }

    @Override
    public int state(int fd) {
        return poll(fd, ALL, 0);
    }

    @Override
    public int settled(int fd, int bits) {
        int events = bits & (Readiness.READABLE_BIT | Readiness.PRIORITY_BIT | Readiness.WRITABLE_BIT);
        events |= (bits & Readiness.READ_CLOSED_BIT) != 0 ? PollConstants.POLLRDHUP : 0;
        return poll(fd, events, SETTLED_MILLIS);
    }

    private int poll(int fd, int events, int timeoutMillis) {
        pollfd.buffer().putInt(PollConstants.POLLFD_FD, fd);
        pollfd.buffer().putShort(PollConstants.POLLFD_EVENTS, (short) events);
        pollfd.buffer().putShort(PollConstants.POLLFD_REVENTS, (short) 0);
        if (LibC.functions().poll(pollfd.address(), 1, timeoutMillis) < 0) {
            throw new AssertionError("poll failed with errno " + Errno.last());
        }
        int revents = pollfd.buffer().getShort(PollConstants.POLLFD_REVENTS);
        int bits = revents & (Readiness.READ_CLOSED_BIT - 1);
        return (revents & PollConstants.POLLRDHUP) != 0 ? bits | Readiness.READ_CLOSED_BIT : bits;
    }

    @Override
    public int numberOf(SelectableChannel channel) throws IOException {
        return ChannelDescriptors.of(channel);
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
    public void close(int fd) throws IOException {
        Descriptors.close(fd);
    }

    @Override
    public void sendUrgent(int fd) throws IOException {
        Sockets.sendUrgent(fd, (byte) 1);
    }
}
