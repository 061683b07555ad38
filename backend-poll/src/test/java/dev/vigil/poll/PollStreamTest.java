package dev.vigil.poll;

import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import dev.vigil.stream.StreamContract;

/** Streams on poll. */
class PollStreamTest implements StreamContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("poll");
    }
}
