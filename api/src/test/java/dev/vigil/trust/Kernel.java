package dev.vigil.trust;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.List;

/** The system that the scripts run on and are judged by. The module of the posix floor implements it. */
public interface Kernel {
    /** Kinds of files that are registered by their numbers. */
    List<FileKind> kinds();

    /** What is true of a number now, by one poll(2) that does not wait, in {@link dev.vigil.Readiness} bits. */
    int state(int fd);

    /** Waits until one of these bits is true, for some milliseconds at most; returns what is. */
    int settled(int fd, int bits);

    /** The number of a channel. */
    int numberOf(SelectableChannel channel) throws IOException;

    /** Another number for the same open file. */
    int duplicate(int fd) throws IOException;

    /** Makes {@code number} stand for the open file of {@code fd}; what it stood for is closed. */
    void duplicateTo(int fd, int number) throws IOException;

    /** Closes a number. */
    void close(int fd) throws IOException;

    /** Sends urgent data. */
    void sendUrgent(int fd) throws IOException;
}
