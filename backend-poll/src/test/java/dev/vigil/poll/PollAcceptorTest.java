package dev.vigil.poll;

import dev.vigil.accept.AcceptorTroubleContract;
import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;

/** Acceptors on poll. */
class PollAcceptorTest implements AcceptorTroubleContract {
    @Override
    public Fixture fixture() {
        return RawFixtures.of("poll");
    }
}
