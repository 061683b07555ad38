package dev.vigil.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The heap against a sorted list. */
class TimerHeapTest {
    private static Timer due(long nanos) {
        return new Timer(null, () -> {}, nanos, 0);
    }

    @Test
    void theNextOneIsAlwaysOnTop() {
        Random random = new Random(1);
        // Times of System.nanoTime() may wrap around.
        long origin = Long.MAX_VALUE - 500;
        TimerHeap heap = new TimerHeap();
        List<Timer> model = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            if (model.isEmpty() || random.nextInt(100) < 52) {
                Timer timer = due(origin + random.nextInt(1_000));
                heap.add(timer);
                model.add(timer);
            } else if (random.nextBoolean()) {
                Timer gone = model.remove(random.nextInt(model.size()));
                heap.remove(gone);
                assertEquals(-1, gone.place);
                heap.remove(gone);
            } else {
                Timer first = heap.first();
                heap.remove(first);
                assertTrue(model.remove(first));
            }
            assertEquals(model.size(), heap.size());
            if (i % 1_000 == 0 && !model.isEmpty()) {
                long least = model.stream()
                        .map(timer -> timer.due - origin)
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
                assertEquals(least, heap.first().due - origin);
            }
        }
        long last = Long.MIN_VALUE;
        while (heap.first() != null) {
            Timer first = heap.first();
            assertTrue(first.due - origin >= last, "out of order");
            last = first.due - origin;
            heap.remove(first);
        }
    }

    @Test
    void clearingForgetsEveryTimer() {
        TimerHeap heap = new TimerHeap();
        List<Timer> timers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            timers.add(due(i));
            heap.add(timers.get(i));
        }
        heap.clear();
        assertEquals(0, heap.size());
        assertNull(heap.first());
        timers.forEach(timer -> assertEquals(-1, timer.place));
        heap.remove(timers.get(3));
        assertEquals(0, heap.size());
    }
}
