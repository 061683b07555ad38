package dev.vigil.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Each task is run, refused, or counted as dropped. */
class TaskQueueTest {
    private final TaskQueue tasks = new TaskQueue();

    @Test
    void afterClosingWhatWasTakenIsThereAndNothingElseIsTaken() {
        assertTrue(tasks.add(() -> {}));
        assertTrue(tasks.close());
        assertFalse(tasks.close());
        assertFalse(tasks.add(() -> {}));
        assertTrue(tasks.isClosing() && !tasks.isOver());
        tasks.poll().run();
        assertNull(tasks.poll());
        assertEquals(0, tasks.end());
        assertTrue(tasks.isOver());
    }

    @Test
    void afterACutWhatWasTakenIsCountedAsDropped() {
        tasks.add(() -> {});
        tasks.add((TaskQueue.TimerTask) () -> {});
        tasks.add(() -> {});
        tasks.cutOff();
        assertTrue(tasks.isOver());
        assertFalse(tasks.add(() -> {}));
        assertFalse(tasks.close());
        assertEquals(2, tasks.end());
        assertEquals(2, tasks.dropped());
        assertTrue(tasks.isEmpty());
    }

    @Test
    void anOrderlyEndIsNotUndoneByACut() {
        tasks.close();
        assertEquals(0, tasks.end());
        tasks.cutOff();
        assertEquals(0, tasks.dropped());
        assertFalse(tasks.isClosing());
    }
}
