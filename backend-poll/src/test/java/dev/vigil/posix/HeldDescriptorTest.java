package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A descriptor that stays open while somebody uses it. */
@ExtendWith(OpenDescriptors.class)
class HeldDescriptorTest {
    private static void assertOpen(int fd) throws IOException {
        Descriptors.addToCounter(fd, 7);
        assertEquals(7, Descriptors.takeCounter(fd));
    }

    @Test
    void itIsClosedWhenTheLastHasLeft() throws IOException {
        int fd = Descriptors.eventFd(0);
        HeldDescriptor held = new HeldDescriptor(fd, true);
        held.enter();
        held.enter();
        held.close();
        held.leave();
        assertOpen(fd);
        held.leave();
        assertThrows(IOException.class, () -> assertOpen(fd));
    }

    /** However it is asked to close before and after, and whoever is inside. */
    @Test
    void oneThatIsLetGoOfIsNotClosed() throws IOException {
        int fd = Descriptors.eventFd(0);
        for (boolean closedBefore : new boolean[] {false, true}) {
            HeldDescriptor held = new HeldDescriptor(fd, true);
            held.enter();
            if (closedBefore) {
                held.close();
            }
            held.abandon();
            held.abandon();
            assertFalse(held.isOpen());
            held.leave();
            held.close();
            assertFalse(held.isInUse());
            assertThrows(ClosedChannelException.class, held::enter);
            assertThrows(ClosedChannelException.class, held::release);
            assertOpen(fd);
        }
        Descriptors.close(fd);
    }
}
