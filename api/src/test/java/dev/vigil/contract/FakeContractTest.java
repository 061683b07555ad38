package dev.vigil.contract;

import dev.vigil.fake.FakeFixtures;

/** Rules 1 to 12 on a mechanism in memory: that the suite asks for nothing that one system happens to do. */
class FakeContractTest implements EventContract {
    private final Fixture fixture = FakeFixtures.with();

    @Override
    public Fixture fixture() {
        return fixture;
    }
}
