package dev.vigil.kqueue;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;

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
}
