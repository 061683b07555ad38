package dev.vigil.kqueue;

import dev.vigil.contract.Fixture;
import dev.vigil.contract.Kind;
import dev.vigil.posix.RawFixtures;
import dev.vigil.posix.RawKinds;
import java.util.List;

/** The contract on the kqueue made for the tests, with a struct kevent of 32 bytes, as on macOS. */
@NeedsCKqueue
class Layout32ContractTest implements KqueueContract {
    /** No terminal: its exceptional data are not told of, so PRIORITY is refused for it. */
    private static final List<Kind> KINDS =
            RawKinds.all().stream().filter(kind -> kind != RawKinds.PTY).toList();

    private final Fixture fixture = RawFixtures.of(CKqueue.backend(KeventLayout.CLASSIC), KINDS);

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
