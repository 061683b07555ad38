package dev.vigil.posix;

import dev.vigil.trust.Act;
import dev.vigil.trust.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** A counter or a timer of a script: what it has to read it gets through its own number. */
final class ScriptCounter extends ScriptFile {
    private static final long FULL = -2L;
    private static final ByteBuffer ONE =
            ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, 1);

    private final boolean isTimer;

    private ScriptCounter(int fd, boolean isTimer) {
        super(fd, -1);
        this.isTimer = isTimer;
    }

    static OpenFile eventFd() throws IOException {
        return new ScriptCounter(Descriptors.eventFd(0), false);
    }

    static OpenFile timer() throws IOException {
        return new ScriptCounter(Timers.open(), true);
    }

    @Override
    public boolean act(Act act, int number) throws IOException {
        if (act == Act.SEND) {
            if (isTimer) {
                Timers.start(number, Duration.ofNanos(1), Duration.ZERO);
                return true;
            }
            return Descriptors.write(number, ONE.clear()) > 0;
        }
        Descriptors.takeCounter(number);
        if (act == Act.FILL) {
            Descriptors.addToCounter(number, FULL);
        }
        return true;
    }
}
