package dev.vigil.nio;

import dev.vigil.contract.Fixture;
import dev.vigil.relay.RelayTroubleContract;

/** Relays on nio. */
class NioRelayTest implements RelayTroubleContract {
    @Override
    public Fixture fixture() {
        return Fixture.ofChannels("nio");
    }
}
