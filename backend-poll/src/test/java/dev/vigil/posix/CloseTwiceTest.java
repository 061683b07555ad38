package dev.vigil.posix;

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

    /** More than there are numbers free below those of what is opened here: whatever was closed is taken again. */
    private static final int STRANGERS = 64;

    @ParameterizedTest
    @EnumSource
    void closingAgainHitsNobodyElse(Kind kind) throws IOException {
        Closeable first = kind.open();
        first.close();
        int[] strangers = new int[STRANGERS];
        for (int i = 0; i < strangers.length; i++) {
            strangers[i] = Descriptors.eventFd(i + 1);
        }
        first.close();
        first.close();
        for (int i = 0; i < strangers.length; i++) {
            assertEquals(i + 1, Descriptors.takeCounter(strangers[i]));
            Descriptors.close(strangers[i]);
        }
    }
}
