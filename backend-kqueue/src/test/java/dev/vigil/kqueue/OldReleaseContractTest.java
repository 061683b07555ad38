package dev.vigil.kqueue;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.vigil.contract.EachKind;
import dev.vigil.contract.Fixture;
import dev.vigil.contract.Kind;
import dev.vigil.contract.Trait;
import dev.vigil.posix.RawFixtures;
import java.io.IOException;
import java.util.List;

/** The contract as on an old release, without EVFILT_USER and EV_DISPATCH: a descriptor wakes, and EV_ONESHOT fires once. */
@NeedsCKqueue
class OldReleaseContractTest implements KqueueContract {
    private final Fixture fixture = RawFixtures.of(new KqueueBackend(new KqueueChoice(
            KqueueSystem.FREEBSD,
            CKqueue.library(KeventLayout.EXTENDED).toString(),
            found -> new Abilities(false, false))));

    @Override
    public Fixture fixture() {
        return fixture;
    }

    /** A one-shot that fired leaves nothing in the kernel, so that only the inode tells. These have none of their own. */
    @Override
    @EachKind(Trait.DESCRIPTOR)
    public void anUpdateDoesNotTakeAnotherFileIn(Kind kind) throws IOException {
        assumeFalse(List.of("eventfd", "timerfd", "pty").contains(kind.toString()), "shares its inode");
        KqueueContract.super.anUpdateDoesNotTakeAnotherFileIn(kind);
    }
}
