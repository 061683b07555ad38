package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a selection allocates nothing. (The JDK's own selector allocates in those of nio.) */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private interface Work {
        void run() throws IOException;
    }

    private static long allocated(Work work) throws IOException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int j = 0; j < 1_000; j++) {
                work.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "poll", "migrating poll/poll", "migrating poll/epoll"})
    void aSelectionWithAnActionAllocatesNothing(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            link.register(selector, SelectionKey.OP_WRITE);
            Consumer<SelectionKey> action = key -> {};
            assertEquals(0, allocated(() -> selector.select(action)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "poll", "migrating poll/poll", "migrating poll/epoll"})
    void aSelectionAllocatesNothingWhileTheKeysStaySelected(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            link.register(selector, SelectionKey.OP_WRITE);
            assertEquals(0, allocated(selector::selectNow));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "poll", "migrating poll/poll", "migrating poll/epoll"})
    void aChangeOfInterestAllocatesNothing(String backend) throws IOException {
        try (Selector selector = Over.open(backend);
                Link link = new Link()) {
            SelectionKey key = link.register(selector, SelectionKey.OP_READ);
            assertEquals(0, allocated(() -> {
                key.interestOps(0);
                selector.selectNow();
                key.interestOps(SelectionKey.OP_READ);
                selector.selectNow();
            }));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "poll", "migrating poll/poll", "migrating poll/epoll"})
    void wakingAllocatesNothing(String backend) throws IOException {
        try (Selector selector = Over.open(backend)) {
            assertEquals(0, allocated(() -> {
                selector.wakeup();
                selector.select();
            }));
        }
    }
}
