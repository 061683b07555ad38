package dev.vigil.kqueue;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.vigil.accept.AcceptorTroubleContract;
import dev.vigil.contract.Fixture;
import dev.vigil.posix.RawFixtures;
import org.junit.jupiter.api.Test;

/** Acceptors on the kqueue made for the tests. */
@NeedsCKqueue
class KqueueAcceptorTest implements AcceptorTroubleContract {
    private final Fixture fixture = RawFixtures.of(CKqueue.backend(KeventLayout.CLASSIC));

    @Override
    public Fixture fixture() {
        return fixture;
    }

    @Test
    @Override
    public void whenDescriptorsRunOutTheProcessIsIdleAndNoConnectionIsLost() {
        abort("another process cannot name the kqueue made for the tests");
    }
}
