package dev.vigil.contract;

import dev.vigil.fake.FakeFixtures;
import dev.vigil.fake.Fault;

/** Rules 1 to 12 on a mechanism that does all that a mechanism may do: the skeleton makes up for it. */
class FaultyContractTest implements EventContract {
    private final Fixture fixture =
            FakeFixtures.with(Fault.INTERRUPTED, Fault.SHORT_BATCH, Fault.STALE_WORD, Fault.UNMASKED);

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
