package dev.vigil.nio;

import dev.vigil.contract.Fixture;
import dev.vigil.relay.RelayContract;

/** Relays on nio. */
class NioRelayTest implements RelayContract {
    @Override
    public Fixture fixture() {
        return Fixture.ofChannels("nio");
    }
}
