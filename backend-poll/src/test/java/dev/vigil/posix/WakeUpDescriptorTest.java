package dev.vigil.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(OpenDescriptors.class)
class WakeUpDescriptorTest {

    enum Kind {
        NATIVE,
        PIPE;

        WakeUpDescriptor open() throws IOException {
            return this == NATIVE ? WakeUpDescriptor.open() : WakeUpDescriptor.openPipe();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSignalMakesItReadableUntilDrained(Kind kind) throws IOException {
        try (WakeUpDescriptor wakeUp = kind.open()) {
            for (int round = 0; round < 3; round++) {
                assertEquals(0, Poll.now(wakeUp.fd(), PollConstants.POLLIN));
                wakeUp.signal();
                wakeUp.signal();
                assertEquals(PollConstants.POLLIN, Poll.now(wakeUp.fd(), PollConstants.POLLIN));
                wakeUp.drain();
            }
            wakeUp.drain();
            assertEquals(0, Poll.now(wakeUp.fd(), PollConstants.POLLIN));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHundredThousandSignalsNeverWait(Kind kind) throws IOException {
        try (WakeUpDescriptor wakeUp = kind.open()) {
            for (int i = 0; i < 100_000; i++) {
                wakeUp.signal();
            }
            assertEquals(PollConstants.POLLIN, Poll.now(wakeUp.fd(), PollConstants.POLLIN));
            wakeUp.drain();
            assertEquals(0, Poll.now(wakeUp.fd(), PollConstants.POLLIN));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSignalEndsTheWaitOfAnotherThread(Kind kind) throws Exception {
        try (WakeUpDescriptor wakeUp = kind.open()) {
            var waiting = List.of(
                    Threads.call(() -> Poll.until(wakeUp.fd(), PollConstants.POLLIN)),
                    Threads.call(() -> Poll.until(wakeUp.fd(), PollConstants.POLLIN)));
            wakeUp.signal();
            for (var waiter : waiting) {
                assertEquals(PollConstants.POLLIN, Threads.result(waiter).intValue());
            }
        }
    }
}
