package dev.vigil.uring;

import dev.vigil.Availability;
import dev.vigil.posix.Descriptors;
import dev.vigil.posix.Errno;
import dev.vigil.posix.ErrnoException;
import dev.vigil.posix.Errors;
import dev.vigil.posix.NativeMemory;
import dev.vigil.posix.PipeEnds;
import dev.vigil.posix.SocketConstants;
import dev.vigil.posix.SocketPair;
import dev.vigil.posix.Sockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Whether a ring works here, found by doing: bytes go through it, and what must not be silent is not.
 *
 * @param availability usable, or why not
 * @param reason why not, as a gauge names it, or null
 * @param lasts whether it would be found again; a shortage passes
 */
record RingProbe(Availability availability, String reason, boolean lasts) {
    private static final int BYTES = 1 << 17;
    private static final Path SWITCH = Path.of("/proc/sys/kernel/io_uring_disabled");

    static RingProbe run() {
        try {
            // Before anything is bound, since a class gets one attempt: this one is made again if it was for want of
            // something.
            NativeMemory.allocate(1);
            return run(LibUring.functions());
        } catch (LinkageError e) {
            return noCalls(e);
        } catch (OutOfMemoryError e) {
            return noMemory(e);
        }
    }

    /** What native calls lack may be there later. */
    private static RingProbe noCalls(LinkageError e) {
        String text = "there are no native calls here: " + e.getMessage();
        return new RingProbe(Availability.unavailable(text, e), "absent", false);
    }

    static RingProbe run(LibUring.Functions library) {
        try {
            roundTrips(library);
            return new RingProbe(Availability.available(), null, true);
        } catch (ErrnoException e) {
            return refused(e);
        } catch (OldKernelException e) {
            return no("old", e.getMessage(), e);
        } catch (IOException e) {
            return no("broken", "io_uring does not work here: " + e.getMessage(), e);
        } catch (LinkageError e) {
            return noCalls(e);
        } catch (OutOfMemoryError e) {
            return noMemory(e);
        }
    }

    /** Asked for in the middle of a poll, which can do without. */
    private static RingProbe noMemory(OutOfMemoryError e) {
        String text = "there is no direct memory to try io_uring with: " + e.getMessage();
        return new RingProbe(Availability.unavailable(text, e), "memory", false);
    }

    /** What the gauges of a source tell of it. */
    Map<String, Long> gauges() {
        if (reason == null) {
            return Map.of("ring", 1L, "ring.call.nanos", RingSupport.emptyCallNanos());
        }
        long errno = availability.cause() instanceof ErrnoException refused ? refused.errno() : 0;
        return Map.of("ring", 0L, "ring.off." + reason, errno);
    }

    private static RingProbe no(String reason, String text, Throwable cause) {
        return new RingProbe(Availability.unavailable(text, cause), reason, true);
    }

    private static RingProbe refused(ErrnoException e) {
        int errno = e.errno();
        String said = e.getMessage();
        if (errno == Errno.EPERM || errno == Errno.EACCES) {
            return no("denied", said + ": io_uring is denied, " + whoDenies(), e);
        }
        if (errno == Errno.ENOSYS) {
            return no("absent", said + ": this kernel has no io_uring, or a seccomp filter hides it", e);
        }
        if (errno == Errno.EINVAL) {
            return no("old", said + ": io_uring of this kernel does not know what is needed, which Linux 5.17 does", e);
        }
        if (errno == Errno.ENOMEM) {
            String text = said + ": no memory for a ring, perhaps no more that may be locked (ulimit -l)";
            return new RingProbe(Availability.unavailable(text, e), "memory", false);
        }
        String text = "io_uring does not work now: " + said;
        return new RingProbe(
                Availability.unavailable(text, e), e.isShortage() ? "descriptors" : "broken", !e.isShortage());
    }

    private static String whoDenies() {
        try {
            String value = Files.readString(SWITCH).strip();
            if (!value.equals("0")) {
                return "by kernel.io_uring_disabled=" + value;
            }
        } catch (IOException e) {
            return "by a seccomp filter, as containers have them (kernel.io_uring_disabled cannot be read)";
        }
        return "by a seccomp filter, as containers have them";
    }

    private static void roundTrips(LibUring.Functions library) throws IOException {
        try (Ring ring = Ring.ofOneIssuer(library, 4);
                SocketPair pair = Sockets.pair();
                PipeEnds pipe = Descriptors.pipe()) {
            Sockets.setOption(pair.first(), SocketConstants.SOL_SOCKET, SocketConstants.SO_SNDBUF, BYTES / 8);
            NativeMemory memory = NativeMemory.allocate(BYTES);
            sockets(ring, pair, memory);
            pipes(ring, pipe, memory);
        }
    }

    private static void sockets(Ring ring, SocketPair pair, NativeMemory memory) throws IOException {
        memory.buffer().putInt(0, 0x1234_5678);
        ring.receive(pair.second(), memory.address(), BYTES, 1);
        expect(ring, 1, -Errno.EAGAIN, -Errno.EAGAIN);
        ring.send(pair.first(), memory.address(), Integer.BYTES, 2);
        ring.receive(pair.second(), memory.address() + Integer.BYTES, BYTES - Integer.BYTES, 3);
        expect(ring, 3, Integer.BYTES, Integer.BYTES);
        if (memory.buffer().getInt(Integer.BYTES) != 0x1234_5678) {
            throw new IOException("bytes came back changed");
        }
        ring.send(pair.first(), memory.address(), BYTES, 4);
        expect(ring, 4, 1, BYTES - 1);
        ring.send(pair.first(), memory.address(), BYTES, 5);
        expect(ring, 5, -Errno.EAGAIN, -Errno.EAGAIN);
    }

    private static void pipes(Ring ring, PipeEnds pipe, NativeMemory memory) throws IOException {
        ring.read(pipe.readEnd(), memory.address(), BYTES, 6);
        expect(ring, 6, -Errno.EAGAIN, -Errno.EAGAIN);
        ring.write(pipe.writeEnd(), memory.address(), 1, 7);
        ring.read(pipe.readEnd(), memory.address(), BYTES, 8);
        expect(ring, 8, 1, 1);
        ring.write(pipe.writeEnd(), memory.address(), BYTES, 9);
        expect(ring, 9, 1, BYTES - 1);
    }

    /** Takes one completion, which must be the only one. */
    private static void expect(Ring ring, long tag, int from, int to) throws IOException {
        int errno = ring.submit(1);
        if (errno != 0) {
            throw Errors.failure("io_uring_enter", errno);
        }
        if (!ring.next()) {
            throw new IOException("operation " + tag + " of the probe did not complete");
        }
        long seen = ring.tag();
        int result = ring.result();
        ring.done();
        if (seen != tag || result < from || result > to) {
            throw new IOException("operation " + seen + " of the probe returned " + result + " where " + tag
                    + " was to return " + from + " to " + to);
        }
        if (ring.next()) {
            throw new IOException("operation " + ring.tag() + " of the probe was to be silent");
        }
    }
}
