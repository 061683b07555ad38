package dev.vigil.nio;

import dev.vigil.accept.AcceptorTroubleContract;
import dev.vigil.contract.Fixture;

/** Acceptors on nio. */
class NioAcceptorTest implements AcceptorTroubleContract {
    @Override
    public Fixture fixture() {
        return Fixture.ofChannels("nio");
    }
}
