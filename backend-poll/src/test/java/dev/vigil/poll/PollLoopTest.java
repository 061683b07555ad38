package dev.vigil.poll;

import dev.vigil.contract.Fixture;
import dev.vigil.loop.LoopContract;
import dev.vigil.posix.RawFixtures;

/** Loops on poll. */
class PollLoopTest implements LoopContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("poll");
    }
}
