package dev.vigil.bench.herd;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** What one waiter counts, in memory that another process may share. Written by the waiter alone, read by the client. */
final class Tally {
    /** A cache line of its own. */
    static final int SIZE = 64;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final Path SELF = Path.of("/proc/thread-self");
    private static final Path PROCESSES = Path.of("/proc");

    private static final int ACCEPTED = 0;
    private static final int POLLS = 8;
    private static final int FUTILE = 16;
    private static final int BUSY = 24;
    private static final int PROCESS = 32;
    private static final int THREAD = 40;

    private final ByteBuffer memory;
    private final int at;

    Tally(ByteBuffer memory, int at) {
        this.memory = memory;
        this.at = at;
    }

    private long get(int field) {
        return (long) LONGS.getVolatile(memory, at + field);
    }

    private void set(int field, long value) {
        LONGS.setVolatile(memory, at + field, value);
    }

    long accepted() {
        return get(ACCEPTED);
    }

    void accepted(long more) {
        set(ACCEPTED, get(ACCEPTED) + more);
    }

    /** Polls that came back. */
    long polls() {
        return get(POLLS);
    }

    /** Those after which nothing was there to accept. */
    long futile() {
        return get(FUTILE);
    }

    void futile(long more) {
        set(FUTILE, get(FUTILE) + more);
    }

    boolean isBusy() {
        return get(BUSY) != 0;
    }

    void waits() {
        set(BUSY, 0);
    }

    void returned() {
        set(BUSY, 1);
        set(POLLS, get(POLLS) + 1);
    }

    /** The client looks the calling thread up by this. */
    void begin() throws IOException {
        if (Files.isSymbolicLink(SELF)) {
            // Such as 4711/task/4712.
            Path self = Files.readSymbolicLink(SELF);
            set(PROCESS, Long.parseLong(self.getName(0).toString()));
            set(THREAD, Long.parseLong(self.getName(2).toString()));
        }
        set(BUSY, 1);
    }

    /** Whether {@link #begin} has been called, where there is something to look up. */
    boolean isKnown() {
        return get(THREAD) != 0 || !Files.isSymbolicLink(SELF);
    }

    /**
     * How often the kernel has put the thread to sleep and woken it. That counts what a poll does not show: epoll_wait that
     * is woken, finds that somebody else was faster, and sleeps again. The polls, where there is no /proc.
     */
    long wakeUps() throws IOException {
        if (get(THREAD) == 0) {
            return polls();
        }
        Path status = PROCESSES.resolve(get(PROCESS) + "/task/" + get(THREAD) + "/status");
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("voluntary_ctxt_switches:")) {
                return Long.parseLong(line.substring(line.indexOf(':') + 1).trim());
            }
        }
        throw new IOException(status + " tells of no context switches");
    }
}
