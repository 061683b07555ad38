package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What runs for every event allocates nothing. */
@ExtendWith(OpenDescriptors.class)
@Timeout(120)
class AllocationTest {

    private static final int CALLS = 20_000;

    /** An object is 16 bytes at least, so one for each call is far more; what is left is for the JVM's own doings. */
    private static final long TOLERATED = 8_192;

    private interface Work {
        void run() throws IOException;
    }

    @Test
    void waitingReadingWritingAndWakingAllocateNothing() throws IOException {
        NativeMemory pollfd = NativeMemory.allocate(PollConstants.POLLFD_SIZE);
        NativeMemory atOnce = NativeMemory.allocate(2 * Long.BYTES);
        ByteBuffer direct = ByteBuffer.allocateDirect(8);
        ByteBuffer heap = ByteBuffer.allocate(8);
        try (PipeEnds pipe = Descriptors.pipe();
                WakeUpDescriptor wakeUp = WakeUpDescriptor.open()) {
            pollfd.buffer().putInt(0, pipe.readEnd()).putShort(4, PollConstants.POLLIN);
            assertAllocatesNothing("poll", () -> LibC.poll(pollfd.address(), 1, 0));
            assertAllocatesNothing("ppoll", () -> LibC.ppoll(pollfd.address(), 1, atOnce.address()));
            assertAllocatesNothing("a direct buffer", () -> {
                Descriptors.write(pipe.writeEnd(), direct.clear());
                Descriptors.read(pipe.readEnd(), direct.clear());
            });
            assertAllocatesNothing("a write from the heap", () -> {
                Descriptors.write(pipe.writeEnd(), heap.clear());
                Descriptors.read(pipe.readEnd(), direct.clear());
            });
            assertAllocatesNothing("EAGAIN", () -> Descriptors.read(pipe.readEnd(), direct.clear()));
            assertAllocatesNothing("errno", () -> {
                LibC.read(-1, 0, 0);
                Errno.last();
            });
            assertAllocatesNothing("a wake-up", () -> {
                wakeUp.signal();
                wakeUp.drain();
            });
        }
    }

    private static void assertAllocatesNothing(String what, Work work) throws IOException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        repeat(work);
        long before = threads.getCurrentThreadAllocatedBytes();
        repeat(work);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < TOLERATED, what + ": " + allocated + " bytes in " + CALLS + " calls");
    }

    private static void repeat(Work work) throws IOException {
        for (int i = 0; i < CALLS; i++) {
            work.run();
        }
    }
}
