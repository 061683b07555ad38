package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Closeable;
import java.io.IOException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever has closed its descriptors lets them alone from then on. */
@ExtendWith(OpenDescriptors.class)
class CloseTwiceTest {

    enum Kind {
        PIPE,
        SOCKETS,
        TERMINAL,
        CHANNEL,
        HELD,
        WAKE_UP,
        WAKE_UP_PIPE;

        Closeable open() throws IOException {
            return switch (this) {
                case PIPE -> Descriptors.pipe();
                case SOCKETS -> Sockets.pair();
                case TERMINAL -> Pseudoterminal.open();
                case CHANNEL -> FdChannel.owning(Descriptors.eventFd(0));
                case HELD -> new HeldDescriptor(Descriptors.eventFd(0), true);
                case WAKE_UP -> WakeUpDescriptor.open();
                case WAKE_UP_PIPE -> WakeUpDescriptor.openPipe();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingAgainHitsNobodyElse(Kind kind) throws IOException {
        int[] free = lowest();
        Closeable first = kind.open();
        first.close();
        // These have the numbers now.
        assertArrayEquals(free, lowestHeld(() -> {
            first.close();
            first.close();
        }));
    }

    private interface Act {
        void run() throws IOException;
    }

    private static int[] lowest() throws IOException {
        return lowestHeld(() -> {});
    }

    /** The lowest numbers that are free, opened while something is done, and closed then. */
    private static int[] lowestHeld(Act act) throws IOException {
        int[] fds = new int[4];
        for (int i = 0; i < fds.length; i++) {
            fds[i] = Descriptors.eventFd(i + 1);
        }
        act.run();
        for (int i = 0; i < fds.length; i++) {
            assertEquals(i + 1, Descriptors.takeCounter(fds[i]));
            Descriptors.close(fds[i]);
        }
        return fds;
    }
}
