package dev.vigil.migrating;

import dev.vigil.contract.Fixture;
import dev.vigil.relay.RelayContract;

/** Relays on migrating, with descriptors that move at every chance. */
class MigratingRelayTest implements RelayContract {
    @Override
    public Fixture fixture() {
        return Configurations.raw(Configurations.of("poll", "epoll").policy(Policies.EAGER));
    }
}
