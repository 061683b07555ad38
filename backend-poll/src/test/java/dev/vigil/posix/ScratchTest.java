package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Blocks that go round. */
class ScratchTest {

    @Test
    void whatWasClosedIsTakenAgain() {
        Scratch first = Scratch.take(100);
        first.close();
        try (Scratch again = Scratch.take(200)) {
            assertEquals(first.address(), again.address());
        }
    }

    @Test
    void blocksInUseAtOnceAreDifferentOnes() {
        Set<Long> addresses = new HashSet<>();
        List<Scratch> held = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Scratch block = Scratch.take(8);
            held.add(block);
            assertTrue(addresses.add(block.address()));
        }
        held.forEach(Scratch::close);
    }

    @Test
    void aBlockIsAsLargeAsWasAskedFor() {
        for (int size : new int[] {0, 1, Scratch.SMALL, Scratch.SMALL + 1, Scratch.LARGE, Scratch.LARGE + 1, 1 << 20}) {
            try (Scratch block = Scratch.take(size)) {
                assertTrue(block.size() >= size, size + ": " + block.size());
            }
        }
        try (Scratch small = Scratch.take(Scratch.SMALL);
                Scratch large = Scratch.take(Scratch.SMALL + 1)) {
            assertNotEquals(small.size(), large.size());
        }
    }

    @Test
    void threadsThatTakeAndGiveNeverShareABlock() throws Exception {
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Threads.call(() -> {
                for (int round = 0; round < 50_000; round++) {
                    long mark = ThreadLocalRandom.current().nextLong();
                    try (Scratch block = Scratch.take(8)) {
                        block.buffer().putLong(0, mark);
                        Thread.onSpinWait();
                        assertEquals(mark, block.buffer().getLong(0));
                    }
                }
                return null;
            }));
        }
        for (CompletableFuture<Void> thread : threads) {
            Threads.result(thread);
        }
    }

    /** Threads that end leave nothing behind, and all that are there share what there is. */
    @Test
    void thousandThreadsThatCopyKeepNoMoreThanThePool() throws Exception {
        long before = directBytes();
        for (int i = 0; i < 1_000; i++) {
            Threads.result(Threads.call(() -> {
                try (Scratch block = Scratch.take(Scratch.LARGE)) {
                    return block.size();
                }
            }));
        }
        long kept = directBytes() - before;
        assertTrue(kept <= 64L * 2 * Scratch.LARGE, kept + " bytes");
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
