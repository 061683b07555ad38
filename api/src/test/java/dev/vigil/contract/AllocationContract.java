package dev.vigil.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.vigil.EventSource;
import dev.vigil.Feature;
import dev.vigil.Interest;
import dev.vigil.Readiness;
import dev.vigil.Registration;
import dev.vigil.spi.Backend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** In its steady state polling allocates nothing: not for an event, and not for a poll. */
public interface AllocationContract extends Contract {
    /** How often is measured at most. */
    int TURNS = 4;

    /** What is done many times. */
    @FunctionalInterface
    interface Step {
        /**
         * Does it once.
         *
         * @throws IOException to be seen by the test
         */
        void run() throws IOException;
    }

    /**
     * Fails if the thread allocates in every turn after the first. What a step allocates is seen in each of them; the JVM
     * allocates now and then for itself, when it replaces compiled code.
     */
    private static void assertAllocatesNothing(int times, Step step) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count what a thread allocates");
        long thread = Thread.currentThread().getId();
        repeat(times, step);
        long least = Long.MAX_VALUE;
        for (int turn = 0; turn < TURNS && least > 0; turn++) {
            long before = threads.getThreadAllocatedBytes(thread);
            repeat(times, step);
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertEquals(0, least, () -> "bytes in " + times + " steps");
    }

    private static void repeat(int times, Step step) throws IOException {
        for (int i = 0; i < times; i++) {
            step.run();
        }
    }

    @Rule(19)
    @Test
    @Needs(Feature.DESCRIPTORS)
    default void anAwaitAllocatesNothing() throws IOException {
        RawSystem raw = fixture().raw();
        Backend backend = fixture().backend();
        int[] pipe = raw.pipe(true);
        try {
            assertAllocatesNothing(20_000, () -> {
                assertSame(Readiness.NONE, backend.await(pipe[0], Interest.READ, 0));
                assertSame(Readiness.NONE, backend.await(pipe[0], Interest.READ, 1));
                assertTrue(
                        backend.await(pipe[1], Interest.WRITE, Long.MAX_VALUE).isWritable());
            });
        } finally {
            raw.closeAll(pipe);
        }
    }

    @Rule(19)
    @Test
    default void anEventAllocatesNothing() throws IOException {
        try (EventSource source = open();
                BatchContract.Ready ready = new BatchContract.Ready(fixture().kind(Trait.READ), 10)) {
            for (Link link : ready.links) {
                link.register(source, Interest.READ, (registration, seen) -> {});
            }
            ready.makeReady();
            assertAllocatesNothing(10_000, source::poll);
            assertEquals(source.statistics().events(), source.statistics().polls() * 10);
        }
    }

    @Rule(19)
    @Test
    default void aPollThatFindsNothingAllocatesNothing() throws IOException {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            link.register(source, Interest.READ, (registration, seen) -> {});
            assertAllocatesNothing(100_000, source::pollNow);
        }
    }

    @Rule(19)
    @Test
    default void aPollThatBlocksInVainAllocatesNothing() throws IOException {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            link.register(source, Interest.READ, (registration, seen) -> {});
            assertAllocatesNothing(1_000, () -> source.poll(1_000));
        }
    }

    @Rule(19)
    @Test
    default void aWakeUpAllocatesNothing() throws IOException {
        try (EventSource source = open()) {
            assertAllocatesNothing(20_000, () -> {
                source.wakeup();
                source.poll();
            });
        }
    }

    @Rule(19)
    @Test
    default void aOneShotThatIsArmedAgainAllocatesNothing() throws IOException {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            link.register(source, Interest.READ.oneShot(), (registration, seen) -> registration.rearm());
            link.makeReadable();
            assertAllocatesNothing(50_000, source::poll);
        }
    }

    @Rule(19)
    @Test
    default void anUpdateBackAndForthAllocatesNothing() throws IOException {
        try (EventSource source = open();
                Link link = fixture().kind(Trait.READ).open()) {
            Registration registration = link.register(source, Interest.READ, (ended, seen) -> {});
            link.makeReadable();
            assertAllocatesNothing(50_000, () -> {
                registration.update(Interest.NONE);
                registration.update(Interest.READ);
                source.poll();
            });
        }
    }
}
