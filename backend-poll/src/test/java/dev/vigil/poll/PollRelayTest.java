package dev.vigil.poll;

import dev.vigil.contract.Fixture;
import dev.vigil.loop.RelayTroubleContract;
import dev.vigil.posix.RawFixtures;

/** Relays on poll. */
class PollRelayTest implements RelayTroubleContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("poll");
    }
}
