package dev.vigil.poll;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import dev.vigil.relay.RelayTroubleContract;

/** Relays on poll. */
class PollRelayTest implements RelayTroubleContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("poll");
    }
}
