package dev.vigil.migrating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.vigil.EventSource;
import dev.vigil.Interest;
import dev.vigil.contract.Polling;
import dev.vigil.posix.Descriptors;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Moves allocate nothing once every descriptor has been on both sides: on the thread that polls, and on the cold ones. */
class MoveAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int DESCRIPTORS = 8;
    private static final int TIMES = 2_000;
    private static final int TURNS = 10;

    private final int[] fds = new int[DESCRIPTORS];
    private long seen;

    @Test
    void aMoveThereAndBackAllocatesNothingWithAColdThread() throws IOException {
        assertMovesAllocateNothing(Configurations.of("poll", "poll"));
    }

    @Test
    void aMoveThereAndBackAllocatesNothingOverFourSets() throws IOException {
        assertMovesAllocateNothing(Configurations.of("poll", "poll").threads(4));
    }

    @Test
    void aMoveThereAndBackAllocatesNothingNested() throws IOException {
        assertMovesAllocateNothing(Configurations.of("poll", "epoll"));
    }

    private void assertMovesAllocateNothing(MigratingSettings.Builder settings) throws IOException {
        assumeTrue(THREADS.isThreadAllocatedMemorySupported(), "this JVM does not count what a thread allocates");
        MigratingBackend backend =
                MigratingBackend.with(settings.policy(Policies.EAGER).build());
        Arrays.fill(fds, -1);
        try (EventSource source = EventSource.builder().backend(backend).open()) {
            for (int i = 0; i < DESCRIPTORS; i++) {
                int fd = Descriptors.eventFd(0);
                fds[i] = fd;
                source.register(fd, Interest.READ, (registration, ready) -> seen += Descriptors.takeCounter(fd));
            }
            long[] threads = threads();
            move(source);
            // The JVM allocates now and then for itself; what a move allocates would be seen in every turn.
            long least = Long.MAX_VALUE;
            for (int turn = 0; turn < TURNS && least > 0; turn++) {
                long before = allocated(threads);
                move(source);
                least = Math.min(least, allocated(threads) - before);
            }
            assertEquals(0, least, () -> "bytes in " + TIMES + " moves");
            long moves = Math.min(
                    source.statistics().promotions(), source.statistics().demotions());
            assertTrue(moves > TIMES, () -> "only " + moves + " moves there and back");
        } finally {
            for (int fd : fds) {
                if (fd >= 0) {
                    Descriptors.close(fd);
                }
            }
        }
    }

    private void move(EventSource source) throws IOException {
        for (int i = 0; i < TIMES; i++) {
            long goal = seen + 1;
            long end = System.nanoTime() + Polling.LIMIT.toNanos();
            Descriptors.addToCounter(fds[i % DESCRIPTORS], 1);
            while (seen < goal && System.nanoTime() < end) {
                source.poll(1_000_000);
            }
            // A quiet round, after which the policy sends it back.
            source.pollNow();
            source.pollNow();
        }
    }

    /** This one, and those that wait on cold sides. */
    private static long[] threads() {
        long self = Thread.currentThread().getId();
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(info -> info != null)
                .filter(info ->
                        info.getThreadId() == self || info.getThreadName().startsWith("vigil-cold-"))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
    }

    private static long allocated(long[] threads) {
        long sum = 0;
        for (long thread : threads) {
            sum += THREADS.getThreadAllocatedBytes(thread);
        }
        return sum;
    }
}
