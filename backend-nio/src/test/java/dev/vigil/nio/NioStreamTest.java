package dev.vigil.nio;

import dev.vigil.contract.Fixture;
import dev.vigil.stream.StreamContract;

/** Streams on nio. */
class NioStreamTest implements StreamContract {
    @Override
    public Fixture fixture() {
        return Fixture.ofChannels("nio");
    }
}
