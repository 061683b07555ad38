package dev.vigil.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flight recording tells which turns were slow. */
class SlowTurnTest {
    /** Longer than the threshold, 10 ms. */
    private static final long SLOW_NANOS = 20_000_000;

    @TempDir
    Path directory;

    private static void handleSlowly(SelectionKey key) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < SLOW_NANOS) {
            LockSupport.parkNanos(SLOW_NANOS);
        }
    }

    @Test
    void aTurnThatTakesLongerThanTheThresholdIsRecorded() throws IOException {
        Path file = directory.resolve("turns.jfr");
        try (Recording recording = new Recording();
                Selector selector = new VigilSelectorProvider(new MadeUpBackend()).openSelector();
                Selector real = Over.open("poll");
                Link link = new Link()) {
            recording.enable("dev.vigil.SlowTurn");
            recording.start();
            link.register(real, SelectionKey.OP_READ);
            link.send(1);
            assertEquals(1, real.select(SlowTurnTest::handleSlowly));
            // A turn without events is none.
            selector.selectNow();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertEquals(1, events.size(), () -> events.toString());
        assertEquals("poll", events.get(0).getString("backend"));
        assertEquals(1, events.get(0).getInt("events"));
    }
}
