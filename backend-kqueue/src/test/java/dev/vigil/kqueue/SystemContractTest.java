package dev.vigil.kqueue;

import dev.vigil.contract.Fixture;
import dev.vigil.contract.Kind;
import dev.vigil.posix.RawFixtures;
import dev.vigil.posix.RawKinds;
import java.util.List;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract on the kqueue of this system: macOS or a BSD. */
@DisabledOnOs(value = OS.LINUX, disabledReason = "Linux has no kqueue")
@DisabledIf(
        value = "lacksNativePart",
        disabledReason = "jffi is published without a native part for NetBSD, and -Djffi.boot.library.path names none")
class SystemContractTest implements KqueueContract {
    /** No eventfd and timerfd on every one of them. */
    private static final List<Kind> KINDS =
            List.of(RawKinds.PIPE_READER, RawKinds.PIPE_WRITER, RawKinds.SOCKET_PAIR, RawKinds.TCP, RawKinds.FIFO);

    private final Fixture fixture =
            RawFixtures.of(new KqueueBackend(new KqueueChoice(KqueueSystem.current(), null)), KINDS);

    static boolean lacksNativePart() {
        return System.getProperty("os.name").equals("NetBSD") && System.getProperty("jffi.boot.library.path") == null;
    }

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
