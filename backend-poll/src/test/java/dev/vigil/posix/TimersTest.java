package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenDescriptors.class)
class TimersTest {

    private int timer;

    @BeforeEach
    void open() throws IOException {
        timer = Timers.open();
    }

    @AfterEach
    void close() throws IOException {
        Descriptors.close(timer);
    }

    @Test
    void aTimerExpiresOnceAndNotEarly() throws IOException {
        Timers.start(timer, Duration.ofDays(1), Duration.ZERO);
        assertEquals(0, Descriptors.takeCounter(timer));
        long start = System.nanoTime();
        Timers.start(timer, Duration.ofMillis(50), Duration.ZERO);
        Poll.untilReadable(timer);
        assertTrue(System.nanoTime() - start >= 50_000_000);
        assertEquals(1, Descriptors.takeCounter(timer));
        assertEquals(0, Descriptors.takeCounter(timer));
    }

    @Test
    void aPeriodExpiresAgain() throws IOException {
        Timers.start(timer, Duration.ofNanos(1), Duration.ofMillis(1));
        long expirations = 0;
        while (expirations < 3) {
            Poll.untilReadable(timer);
            expirations += Descriptors.takeCounter(timer);
        }
    }

    @Test
    void aStoppedTimerNeverExpires() throws IOException {
        Timers.start(timer, Duration.ofNanos(1), Duration.ofNanos(1));
        Poll.untilReadable(timer);
        Timers.stop(timer);
        assertEquals(0, Descriptors.takeCounter(timer));
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Timers.start(timer, Duration.ZERO, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> Timers.start(timer, Duration.ofNanos(-1), Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class, () -> Timers.start(timer, Duration.ofNanos(1), Duration.ofNanos(-1)));
    }
}
