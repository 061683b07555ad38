package dev.vigil.poll;

import dev.vigil.contract.EventSourceContract;
import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;

/** The contract on poll(2). */
class PollContractTest implements EventSourceContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("poll");
    }
}
