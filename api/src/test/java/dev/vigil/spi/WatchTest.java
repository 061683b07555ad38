package dev.vigil.spi;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.Interest;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Interest READ = Interest.READ.oneShot();
    private static final Interest WRITE = Interest.WRITE.oneShot();

    private final Watch watch = new Watch(5, null, 7, READ);

    @Test
    void ofSeveralEventsOneDisarms() {
        assertTrue(watch.disarm(READ));
        assertFalse(watch.disarm(READ));
        assertFalse(watch.isArmed());
        assertFalse(watch.isLive());
    }

    @Test
    void anEventOfTheInterestBeforeDoesNotUseUpTheArmingOfTheNewOne() {
        watch.interest(WRITE);
        watch.armed(true);
        assertFalse(watch.disarm(READ));
        assertTrue(watch.isArmed());
        assertTrue(watch.disarm(WRITE));
    }
}
