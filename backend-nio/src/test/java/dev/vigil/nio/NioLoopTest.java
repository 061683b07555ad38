package dev.vigil.nio;

import dev.vigil.contract.Fixture;
import dev.vigil.loop.LoopContract;

/** Loops on nio. */
class NioLoopTest implements LoopContract {
    @Override
    public Fixture fixture() {
        return Fixture.ofChannels("nio");
    }
}
