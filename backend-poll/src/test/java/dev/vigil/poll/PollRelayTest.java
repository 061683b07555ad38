package dev.vigil.poll;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import dev.vigil.relay.RelayContract;

/** Relays on poll. */
class PollRelayTest implements RelayContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("poll");
    }
}
