package dev.vigil.poll;

import dev.vigil.contract.Fixture;
import dev.vigil.loop.RelayContract;
import dev.vigil.posix.RawFixtures;

/** Relays on poll. */
class PollRelayTest implements RelayContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("poll");
    }
}
