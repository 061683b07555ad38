package dev.vigil.nio;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;

/** The contract on the JDK's Selector. */
class NioContractTest implements EventSourceContract {
    @Override
    public Fixture fixture() {
        return Fixture.ofChannels("nio");
    }
}
