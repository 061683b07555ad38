package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.posix.ChannelDescriptors;
import dev.vigil.posix.Descriptors;
import dev.vigil.selector.Over.EachBackend;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A file that goes on living after its number was given to another one behind the JDK's back. */
class GhostTest {
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS = 200;

    /** Far more than a selection needs, far fewer than one that spins makes in the time. */
    private static final long MOST_WAITS = 1_000;

    /** What the selector extends is no class that tests are compiled with. */
    private static long waits(Selector selector) {
        try {
            Method counters = selector.getClass().getDeclaredMethod("counters");
            counters.setAccessible(true);
            return ((Counters) counters.invoke(selector)).waits.get();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static int number(Link link) throws IOException {
        return ChannelDescriptors.of(link.end);
    }

    /** Leaves an entry that is readable, and that no number leads to. Returns the duplicate that keeps it. */
    private static int leaveGhost(Selector selector, Link link, Link other) throws IOException {
        SelectionKey key = link.register(selector, SelectionKey.OP_READ);
        selector.selectNow();
        int duplicate = Descriptors.duplicate(number(link));
        Descriptors.duplicateTo(number(other), number(link));
        key.cancel();
        selector.selectNow();
        link.send(1);
        return duplicate;
    }

    @EachBackend
    void aGhostDoesNotSpin(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link ghost = new Link();
                Link other = new Link();
                Link used = new Link()) {
            SelectionKey key = used.register(selector, SelectionKey.OP_READ);
            int duplicate = leaveGhost(selector, ghost, other);
            try {
                long before = waits(selector);
                long start = System.nanoTime();
                assertEquals(0, selector.select(MILLIS));
                assertTrue(
                        System.nanoTime() - start >= (MILLIS - 1) * NANOS_PER_MILLI,
                        "it returned before the time was over");
                long made = waits(selector) - before;
                assertTrue(made < MOST_WAITS, () -> made + " waits");
                used.send(1);
                assertEquals(1, selector.select());
                assertTrue(key.isReadable());
            } finally {
                Descriptors.close(duplicate);
            }
        }
    }

    @Test
    void whatCannotBeRebuiltPausesAndIsTriedAgain() throws IOException {
        MadeUpBackend backend = new MadeUpBackend();
        backend.ghost = true;
        backend.refusals = 2;
        try (Selector selector = new VigilSelectorProvider(backend).openSelector()) {
            selector.select(MILLIS);
            assertEquals(3, backend.calls.size(), () -> backend.calls.toString());
            assertTrue(waits(selector) < MOST_WAITS, () -> waits(selector) + " waits");
        }
    }

    /** As where the system refuses: a selection does not end for want of memory, and the next attempt may find some. */
    @Test
    void aRebuildThatThrowsEndsNoSelection() throws IOException {
        for (Throwable failure : List.of(new OutOfMemoryError("none left"), new IllegalStateException("not now"))) {
            MadeUpBackend backend = new MadeUpBackend();
            backend.ghost = true;
            backend.failure = failure;
            try (Selector selector = new VigilSelectorProvider(backend).openSelector()) {
                assertEquals(0, selector.select(MILLIS));
                assertEquals(List.of("rebuild", "rebuild"), backend.calls);
            }
        }
    }
}
